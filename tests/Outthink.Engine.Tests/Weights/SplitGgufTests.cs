using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights;

public sealed class SplitGgufTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("outthink-split").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Part(int number, int count = 3) => Path.Combine(folder, $"m-{number:D5}-of-{count:D5}.gguf");

    void Write(int number, string tensor, int count = 3, int? claimed = null)
    {
        var writer = new GgufWriter().Add("split.no", (ushort)((claimed ?? number) - 1)).Add("split.count", (ushort)count).Add("split.tensors.count", count);
        if (number == 1)
            writer.Add("general.architecture", "llama");
        writer.AddTensor(tensor, TensorType.F32, [4], SampleGguf.Bytes(16)).Write(Part(number, count));
    }

    [Fact]
    public void Parts_are_one_model()
    {
        Write(1, "a");
        Write(2, "b");
        Write(3, "c");
        using var file = ModelFile.Open(Part(1));
        Assert.Equal("llama", file.Metadata.GetString("general.architecture"));
        Assert.Equal(["a", "b", "c"], file.Tensors.Keys.Order());
        Assert.Equal(Part(3), file.Tensor("c").File);
        Assert.Equal(SampleGguf.Bytes(16), file.Tensor("c").Data.ToArray());
    }

    [Fact]
    public void Parts_that_do_not_belong_together_are_refused()
    {
        Write(1, "a");
        Assert.Contains("there is no such file", Refused(1));
        Write(2, "b", claimed: 3);
        Assert.Contains("it is part 3 of 3, its name part 2 of 3", Refused(1));
        Write(2, "a");
        Write(3, "c");
        Assert.Contains("the tensor is also in", Refused(1));
        Assert.Contains("give the first one, whose name ends in '-00001-of-00003.gguf'", Refused(2));
        Write(1, "a", count: 2);
        File.Move(Part(1, 2), Path.Combine(folder, "renamed.gguf"));
        Assert.Contains("one part of 2", Assert.Throws<ModelFileException>(() => ModelFile.Open(Path.Combine(folder, "renamed.gguf"))).Message);
    }

    string Refused(int part) => Assert.Throws<ModelFileException>(() => ModelFile.Open(Part(part))).Message;
}
