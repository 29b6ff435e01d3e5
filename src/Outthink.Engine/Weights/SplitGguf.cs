using System.Globalization;

namespace Outthink.Engine.Weights;

/// <summary>
/// A GGUF model in parts, as llama.cpp's gguf-split writes it: NAME-00001-of-0000N.gguf with all metadata, and the
/// others with tensors only.
/// </summary>
sealed class SplitGguf : ModelFile
{
    const string CountKey = "split.count", NumberKey = "split.no";
    const int MostParts = 1024;

    readonly List<GgufFile> parts;

    SplitGguf(GgufFile first, List<GgufFile> parts) : base(first.Path)
    {
        this.parts = parts;
        Metadata = first.Metadata;
        var tensors = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in parts.SelectMany(p => p.Tensors))
        {
            if (!tensors.TryAdd(name, tensor))
                throw tensor.Fault($"the tensor is also in {tensors[name].File}; the parts do not belong together, fetch them again");
        }
        if (first.Metadata.TryGetInt32("split.tensors.count", out var count) && count != tensors.Count)
            throw new ModelFileException(Path, $"the {parts.Count} parts hold {tensors.Count} tensors where {count} are announced; fetch them again");
        Tensors = tensors;
    }

    public static bool IsPart(GgufFile file) => file.Metadata.TryGetUInt32(CountKey, out var count) && count > 1;

    /// <summary>Opens the parts that follow the first, which is then owned by the result.</summary>
    public static SplitGguf Open(GgufFile first)
    {
        var count = first.Metadata.GetUInt32(CountKey);
        var end = string.Create(CultureInfo.InvariantCulture, $"-00001-of-{count:D5}.gguf");
        if (count > MostParts || !first.Path.EndsWith(end, StringComparison.Ordinal) || first.Metadata.GetInt32(NumberKey) != 0)
            throw new ModelFileException(first.Path, $"this is one part of {count}; give the first one, whose name ends in '{end}'");
        List<GgufFile> parts = [first];
        try
        {
            for (var number = 2; number <= count; number++)
            {
                var part = GgufFile.Open(string.Create(CultureInfo.InvariantCulture, $"{first.Path[..^end.Length]}-{number:D5}-of-{count:D5}.gguf"));
                parts.Add(part);
                if (part.Metadata.GetInt32(NumberKey) != number - 1 || part.Metadata.GetUInt32(CountKey) != count)
                    throw new ModelFileException(part.Path, $"this says it is part {part.Metadata.GetInt32(NumberKey) + 1} of {part.Metadata.GetUInt32(CountKey)}, its name part {number} of {count}; fetch it again");
            }
            return new(first, parts);
        }
        catch
        {
            parts.Skip(1).ToList().ForEach(part => part.Dispose());
            throw;
        }
    }

    public override void Dispose() => parts.ForEach(part => part.Dispose());
}
