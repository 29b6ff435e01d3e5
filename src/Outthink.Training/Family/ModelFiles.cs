using Outthink.Training.Text;

namespace Outthink.Training.Family;

/// <summary>The weights' files of the family.</summary>
internal static class ModelFiles
{
    internal static string PathOf(FamilyTrainingOptions options, TrainingJob job) => Path.Combine(options.OutputFolder, job.Name + ".gguf");

    internal static void Write(TrainingJob job, FamilyTrainingOptions options, TrainingRun.Result result)
        => GgufExport.Write(result.Network, new FamilyTokeniser(), job.Name, PathOf(options, job));
}
