using System.Text.Json;

namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>Which files of a folder hold the weights, and which tensor should be in which.</summary>
/// <param name="Files">Paths, each once.</param>
/// <param name="FileOf">The path of each tensor; empty for a single file, which needs no index.</param>
sealed record ShardIndex(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> FileOf)
{
    const string Single = "model.safetensors", Index = "model.safetensors.index.json";
    const int MostFiles = 1024;

    /// <exception cref="ModelFileException">There are no safetensors, or the index names something else than files of the folder.</exception>
    public static ShardIndex Read(string folder)
    {
        var (single, index) = (Path.Combine(folder, Single), Path.Combine(folder, Index));
        if (File.Exists(single))
            return new([single], new Dictionary<string, string>());
        if (!File.Exists(index))
            throw new ModelFileException(folder, $"the folder has neither {Single} nor {Index}; fetch the model again, or save it as safetensors");
        var file = JsonFile.Open(index, 64 << 20);
        var map = file.Section("weight_map") ?? throw file.Fault("'weight_map' is missing; fetch the file again");
        var fileOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tensor in map.Root.EnumerateObject())
        {
            var shard = tensor.Value.ValueKind == JsonValueKind.String ? map.TextOf(tensor.Value, tensor.Name) : "";
            // A name that leads out of the folder is not followed.
            if (shard is "" or "." or ".." || shard.AsSpan().IndexOfAny('/', '\\', ':') >= 0 || shard.Contains('\0'))
                throw file.Fault($"'weight_map.{tensor.Name}' is no file name; fetch the file again");
            if (!files.TryGetValue(shard, out var path))
                files.Add(shard, path = Path.Combine(folder, shard));
            if (files.Count > MostFiles)
                throw file.Fault($"'weight_map' names more than {MostFiles} files; fetch the file again");
            fileOf.Add(tensor.Name, path);
        }
        return new([.. files.Values.Order(StringComparer.Ordinal)], fileOf);
    }
}
