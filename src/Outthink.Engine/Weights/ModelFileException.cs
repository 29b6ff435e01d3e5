namespace Outthink.Engine.Weights;

/// <summary>
/// A model file that cannot be used: missing, damaged, or of a kind the engine does not run. The message names the
/// file, the tensor and the byte offset where they are known, what is wrong, and what to do about it.
/// </summary>
public sealed class ModelFileException : Exception
{
    public ModelFileException(string file, string message, string? tensor = null, long? offset = null, Exception? inner = null)
        : base(Compose(file, message, tensor, offset), inner)
    {
        File = file;
        Tensor = tensor;
        Offset = offset;
    }

    public string File { get; }

    /// <summary>The tensor concerned, or null when the fault is not a tensor's.</summary>
    public string? Tensor { get; }

    /// <summary>Byte offset in the file at which the fault was seen, or null.</summary>
    public long? Offset { get; }

    /// <summary>A name from a file, for a message: cut, since a damaged file may hold one of many megabytes.</summary>
    internal static string Shortened(string name) => name.Length <= 200 ? name : name[..200] + "…";

    static string Compose(string file, string message, string? tensor, long? offset)
    {
        var place = (tensor, offset) switch
        {
            (null, null) => "",
            (null, _) => $" (at byte {offset})",
            (_, null) => $" (tensor '{tensor}')",
            _ => $" (tensor '{tensor}', at byte {offset})",
        };
        return $"{file}: {message}{place}";
    }
}
