using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Reads the small files of a model folder whole, up to a size that no real one reaches.</summary>
static class ModelFolderFile
{
    const long LargestBytes = 256 << 20;

    /// <exception cref="ModelFileException">The file is too large.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        var length = new FileInfo(path).Length;
        return length <= LargestBytes
            ? File.ReadAllBytes(path)
            : throw new ModelFileException(path, $"it has {length} bytes, more than the {LargestBytes} of any tokeniser; fetch it again");
    }
}
