namespace Outthink.Engine.Weights.Safetensors;

/// <summary>
/// A safetensors file, memory-mapped read-only: eight bytes of header length, a JSON header, the tensors' bytes
/// (github.com/huggingface/safetensors, Format). Entries of an opened file lie within it and overlap no other.
/// </summary>
sealed class SafetensorsFile : IDisposable
{
    readonly MappedFile file;

    SafetensorsFile(MappedFile file)
    {
        this.file = file;
        try
        {
            Entries = SafetensorsHeader.Read(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path => file.Path;

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries { get; }

    /// <exception cref="ModelFileException">The file is missing, unreadable, damaged, or holds a type that is not read.</exception>
    public static SafetensorsFile Open(string path) => new(MappedFile.Open(path));

    /// <summary>Opens bytes in memory, which must not change meanwhile.</summary>
    public static SafetensorsFile FromMemory(ReadOnlyMemory<byte> bytes, string name) => new(MappedFile.Of(bytes, name));

    /// <summary>An entry as a tensor, under another name.</summary>
    public ModelTensor Tensor(SafetensorsEntry entry, string name) => new MappedTensor(file, name, entry.Type, entry.Shape, entry.Offset);

    public void Dispose() => file.Dispose();
}
