using Outthink.Engine.Measuring;
using Outthink.Engine.Weights;

namespace Outthink.Peers.Speed;

/// <summary>The files that both sides load: random weights of a known shape, written once into a folder and found there again.</summary>
sealed class ModelFiles(string folder, ModelShape shape)
{
    static readonly ModelShape Tiny = ModelShape.All.Single(s => s.Name == "tiny-1m");

    public ModelShape Shape => shape;

    /// <summary>The file of a workload; the same weights for both sides.</summary>
    public string FileOf(Workload workload) => FileOf(workload.IsTiny ? Tiny : shape, workload.Type, seed: 1);

    /// <summary>Another model of the same shape.</summary>
    public string RewardModel(TensorType type) => FileOf(shape, type, seed: 2);

    /// <summary>The model of the shape.</summary>
    public string Policy(TensorType type) => FileOf(shape, type, seed: 1);

    string FileOf(ModelShape of, TensorType type, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{of.Name}-{of.Layers}-{type}-{seed}.gguf");
        if (!File.Exists(path))
            SyntheticModel.Write(of, type, seed, path);
        return path;
    }
}
