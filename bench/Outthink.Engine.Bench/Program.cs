using BenchmarkDotNet.Running;
using Outthink.Engine.Bench;

// throughput [--repeats R]   tokens per second of a synthetic tiny model, beside the peak of the same run
// paths   the matrix product on each vector path, quickly
// attention   attention over shared and unshared blocks, as a share of the peak
// tokenise TEXT VOCABULARY…   tokenisers on a text file; a vocabulary is a GGUF file or a model folder
// sampling    reading one row of a large vocabulary
// kernels [BenchmarkDotNet's arguments]   the matrix product by itself
switch (args)
{
    case ["kernels", .. var rest]:
        BenchmarkSwitcher.FromTypes([typeof(MatMulBenchmark)]).Run(rest.Length == 0 ? ["--filter", "*"] : rest);
        return 0;
    case ["paths"]:
        PathComparison.Run();
        return 0;
    case ["attention"]:
        AttentionComparison.Run();
        return 0;
    case ["tokenise", var text, .. var vocabularies] when vocabularies.Length > 0:
        TokeniserSpeed.Run(text, vocabularies);
        return 0;
    case ["sampling"]:
        SamplerComparison.Run();
        return 0;
    case ["throughput"]:
        await Throughput.RunAsync(repeats: 3);
        return 0;
    case ["throughput", "--repeats", var count] when int.TryParse(count, out var repeats) && repeats > 0:
        await Throughput.RunAsync(repeats);
        return 0;
    default:
        Console.Error.WriteLine("usage: Outthink.Engine.Bench throughput [--repeats R] | paths | attention | sampling | tokenise TEXT VOCABULARY... | kernels [BenchmarkDotNet's arguments]");
        return 2;
}
