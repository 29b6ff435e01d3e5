using Outthink.Engine.Weights.Quantization;
using Outthink.Engine.Weights.Safetensors;

namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>
/// A folder with config.json and weights as safetensors, one file or shards with an index. It has the keys and tensors
/// of the GGUF file that llama.cpp's converter would make of it: rows of llama's queries and keys are reordered to the
/// interleaved rotation (a copy when read), vectors and reward heads are widened to F32, Llama 3's scaling becomes
/// rope_freqs.weight, and the heads of reward models are cls.* (a hidden layer) and cls.output.*. Matrices keep their
/// type. The chat template is among the keys, the tokeniser is not.
/// </summary>
public sealed class HuggingFaceFolder : ModelFile
{
    readonly List<SafetensorsFile> shards = [];
    readonly ConfigKeys config;

    HuggingFaceFolder(string path) : base(path)
    {
        config = ConfigKeys.Read(JsonFile.Open(System.IO.Path.Combine(path, "config.json")));
        var keys = new Dictionary<string, GgufValue>(config.Keys, StringComparer.Ordinal)
        {
            ["general.name"] = GgufValue.Of(System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)))),
        };
        if (ChatTemplateFile.Read(path) is { } template)
            keys["tokenizer.chat_template"] = GgufValue.Of(template);
        Metadata = new(path, keys);
        var index = ShardIndex.Read(path);
        try
        {
            foreach (var file in index.Files)
                shards.Add(SafetensorsFile.Open(file));
            Tensors = ReadTensors(index);
        }
        catch
        {
            shards.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    /// <exception cref="ModelFileException">A file is missing or damaged, or the model is of a kind that is not read.</exception>
    public static new HuggingFaceFolder Open(string path) => new(path);

    public override void Dispose()
    {
        FreeTensors();
        shards.ForEach(shard => shard.Dispose());
    }

    Dictionary<string, ModelTensor> ReadTensors(ShardIndex index)
    {
        var tensors = new Dictionary<string, ModelTensor>(StringComparer.Ordinal);
        foreach (var shard in shards)
        {
            foreach (var entry in shard.Entries.Values)
            {
                if (TensorNames.ToGguf(entry.Name) is not { } name || (name == "output.weight" && config.IsOutputTied))
                    continue;
                var tensor = Presented(shard.Tensor(entry, name));
                if (!tensors.TryAdd(name, tensor))
                    throw tensor.Fault($"the tensor is also in {tensors[name].File} at byte {tensors[name].Offset}; the files do not belong together, fetch them again");
            }
        }
        foreach (var (name, path) in index.FileOf)
        {
            if (!shards.Find(s => s.Path == path)!.Entries.ContainsKey(name))
                throw new ModelFileException(path, "the tensor is not in this file, where the index has it; fetch both again", name);
        }
        if (config.RotaryFactors is { } factors && !tensors.TryAdd("rope_freqs.weight", new HeldTensor("rope_freqs.weight", factors, Path, 0)))
            throw tensors["rope_freqs.weight"].Fault("the tensor is there although config.json describes it; fetch the folder again");
        if (!tensors.ContainsKey("output.weight") && !config.IsOutputTied && !tensors.Keys.Any(name => name.StartsWith("cls.", StringComparison.Ordinal)))
            throw new ModelFileException(Path, "there is no output layer, and config.json does not tie it to the embedding; fetch the folder again", "lm_head.weight");
        return tensors;
    }

    /// <summary>The tensor as GGUF would hold it.</summary>
    ModelTensor Presented(ModelTensor tensor)
    {
        Func<long, long>? order = IsRotated(tensor.Name) ? row => LlamaRotation.SourceRow(row, config.HeadDim) : null;
        if (order is not null && (config.HeadDim < 2 || config.HeadDim % 2 != 0 || tensor.Shape[^1] % config.HeadDim != 0))
            throw tensor.Fault($"{tensor.Shape[^1]} rows are no heads of {config.HeadDim} dimensions; config.json is of another model");
        if (tensor.Shape.Length == 1)
            return Widened(tensor, order);
        if (tensor.Name.StartsWith("cls.", StringComparison.Ordinal) && tensor.Type != TensorType.F32)
            return new DerivedTensor(tensor, TensorType.F32);
        return order is null ? tensor : new DerivedTensor(tensor, tensor.Type, order);
    }

    bool IsRotated(string name) => config.Architecture == "llama"
        && name.StartsWith("blk.", StringComparison.Ordinal)
        && (name.Contains(".attn_q.", StringComparison.Ordinal) || name.Contains(".attn_k.", StringComparison.Ordinal));

    static HeldTensor Widened(ModelTensor vector, Func<long, long>? order)
    {
        if (vector.Shape[0] > 1 << 24)
            throw vector.Fault($"a vector of {vector.Shape[0]} values is in no language model; fetch the file again");
        var values = new float[vector.Shape[0]];
        Dequantizer.Decode(vector.Type, vector.Data, values);
        vector.Release();
        if (order is not null)
            values = [.. Enumerable.Range(0, values.Length).Select(row => values[order(row)])];
        return new(vector.Name, values, vector.File, vector.Offset);
    }
}
