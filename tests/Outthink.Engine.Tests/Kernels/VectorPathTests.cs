using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Outthink.Engine.Kernels;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Kernels;

/// <summary>The same digest of kernels and of a small generation, with instruction sets switched off one after the other.</summary>
public sealed class VectorPathTests
{
    const string OffVariable = "OUTTHINK_TEST_VECTORS_OFF";
    const string FileVariable = "OUTTHINK_TEST_DIGEST";

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "512")]
    [InlineData("DOTNET_EnableAVXVNNI", "vnni")]
    [InlineData("DOTNET_EnableAVX2", "256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "128")]
    public async Task A_process_without_the_instructions_computes_the_same_bits(string variable, string width)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["exec", typeof(VectorPathTests).Assembly.Location, "-method", $"{typeof(VectorPathTests).FullName}.{nameof(This_process_computes_the_oracles_bits)}"])
                start.ArgumentList.Add(argument);
            start.Environment[variable] = "0";
            start.Environment[OffVariable] = width;
            start.Environment[FileVariable] = file;
            using var child = Process.Start(start)!;
            var output = child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0, await output + await errors);
            Assert.Equal(await DigestAsync(VectorPaths.Widest), await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Also what the child processes run; there it first makes sure that the path is off.</summary>
    [Fact]
    public async Task This_process_computes_the_oracles_bits()
    {
        switch (Environment.GetEnvironmentVariable(OffVariable))
        {
            case "512": Assert.False(Vector512.IsHardwareAccelerated || System.Runtime.Intrinsics.X86.Avx512F.IsSupported); break;
            case "256": Assert.False(Vector256.IsHardwareAccelerated || System.Runtime.Intrinsics.X86.Avx2.IsSupported); break;
            case "vnni": Assert.False(System.Runtime.Intrinsics.X86.AvxVnni.IsSupported); break;
            case "128": Assert.False(Vector128.IsHardwareAccelerated); break;
        }
        var digest = await DigestAsync(VectorPaths.Widest);
        Assert.Equal(await DigestAsync(VectorPath.Scalar), digest);
        if (Environment.GetEnvironmentVariable(FileVariable) is { } file)
            await File.WriteAllTextAsync(file, digest, TestContext.Current.CancellationToken);
    }

    static async Task<string> DigestAsync(VectorPath path)
    {
        var kernels = KernelSet.Of(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(float[] values) => hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));

        foreach (var type in (TensorType[])[TensorType.F32, TensorType.F16, TensorType.BF16, .. RandomBlocks.Types])
            Add(KernelProbe.MatMul(kernels, type, 7, 83, 512, true));
        Add(KernelProbe.RmsNorm(kernels, 3, 77));
        Add(KernelProbe.SwiGlu(kernels, 3, 77));
        Add(KernelProbe.Rotate(kernels, 3, 18));
        Add(KernelProbe.Attend(kernels, [3, 40, 16, 31, 70], 2, 2, 18));
        Add(KernelProbe.Attend(kernels, [33, 40, 16, 31, 70, 70], 2, 3, 24, type: KvType.F16, window: 50, shared: 3));
        Add(KernelProbe.Exponentials(kernels, 45, 0.7f));

        await using var engine = new TestEngine(TinyModel.Build(new()), vectors: path);
        using var parent = engine.Model.Start([9, 10, 11]);
        var result = await engine.Model.GenerateAsync(parent, new() { Seeds = [1, 2, 3, 4], Sampling = new() { TopP = 0.95 }, MaxNewTokens = 24 }, TestContext.Current.CancellationToken);
        foreach (var generation in result.Generations)
        {
            hash.AppendData(MemoryMarshal.AsBytes(generation.NewTokens.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(generation.LogProbs.AsSpan()));
            generation.Sequence.Dispose();
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
