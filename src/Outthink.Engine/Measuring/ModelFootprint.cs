using Outthink.Engine.Weights;

namespace Outthink.Engine.Measuring;

/// <summary>What of a model file decides how fast it can be at most.</summary>
/// <param name="Type">The type of most of its bytes: which ceiling counts.</param>
/// <param name="BytesPerPass">Bytes of all weights that every pass reads: the input look-up is left out where it is not the output layer too.</param>
public sealed record ModelFootprint(TensorType Type, long BytesPerPass)
{
    /// <exception cref="ModelFileException">The file is missing, damaged, not GGUF, or holds no tensors.</exception>
    public static ModelFootprint Of(string path)
    {
        using var file = GgufFile.Open(path);
        var read = file.Tensors.Values.Where(t => t.Name != "token_embd.weight" || !file.Tensors.ContainsKey("output.weight")).ToArray();
        if (read.Length == 0)
            throw new ModelFileException(path, "there are no weights in it; give a model file");
        return new(read.GroupBy(t => t.Type).MaxBy(g => g.Sum(t => t.ByteLength))!.Key, read.Sum(t => t.ByteLength));
    }
}
