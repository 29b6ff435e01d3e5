using Outthink.Engine.Weights.HuggingFace;

namespace Outthink.Engine.Weights;

/// <summary>
/// An open model: a GGUF file, or a Hugging Face folder that presents itself as the GGUF file which llama.cpp's
/// converter would make of it, with the same keys, tensor names and order of rows. Nothing in a file is trusted: an
/// opened model's tensors are known to lie within their files. Safe for concurrent reading of different tensors;
/// disposing ends every view.
/// </summary>
public abstract class ModelFile : IDisposable
{
    private protected ModelFile(string path) => Path = path;

    /// <summary>The file or folder, as it was named.</summary>
    public string Path { get; }

    public GgufMetadata Metadata { get; private protected init; } = null!;

    public IReadOnlyDictionary<string, ModelTensor> Tensors { get; private protected init; } = null!;

    /// <summary>Opens a GGUF file, the first part of a split one, or a folder with config.json and safetensors.</summary>
    /// <exception cref="ModelFileException">It is missing, unreadable, damaged, or of a kind that is not read.</exception>
    public static ModelFile Open(string path)
    {
        if (Directory.Exists(path))
            return HuggingFaceFolder.Open(path);
        var file = GgufFile.Open(path);
        try
        {
            return SplitGguf.IsPart(file) ? SplitGguf.Open(file) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The tensor, or a message that says which is missing.</summary>
    public ModelTensor Tensor(string name) => Tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ModelFileException(Path, "the tensor is missing; the file is of another architecture or was not converted completely", name);

    public abstract void Dispose();

    /// <summary>Frees the copies that were made of tensors.</summary>
    private protected void FreeTensors()
    {
        if (Tensors is null)
            return; // opening failed before there were any
        foreach (var tensor in Tensors.Values)
            (tensor as IDisposable)?.Dispose();
    }
}
