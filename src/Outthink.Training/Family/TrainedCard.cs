using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Outthink.Training.Family;

/// <summary>
/// A model's card as it is written beside the weights: how the program uses the model, what it was trained on and what
/// it reached. The program reads the first half; the rest is for people.
/// </summary>
internal sealed record TrainedCard
{
    public required string Name { get; init; }

    /// <summary>"policy" or "prm".</summary>
    public required string Role { get; init; }

    public required string File { get; init; }

    public bool? Default { get; init; }

    /// <summary>Trained for comparison only, no member of the ladder.</summary>
    public bool? Control { get; init; }

    public required int Parameters { get; init; }

    public string Prompt { get; init; } = "{problem}\n\n";

    public string StepDelimiter { get; init; } = "\n\n";

    public int ContextLength { get; init; } = Network.NetworkShape.ContextLength;

    public string? ReadOut { get; init; }

    public string? StepLayout { get; init; }

    public LabelPair? LabelTokens { get; init; }

    public string? Marker { get; init; }

    public double? Auc { get; init; }

    /// <summary>AUC up to the first error on rollouts at T = 1 of each policy.</summary>
    public ImmutableSortedDictionary<string, double>? AucByPolicy { get; init; }

    public double? Threshold { get; init; }

    public required TrainingRecord Training { get; init; }

    public AccuracyRecord? Results { get; init; }

    public string Licence { get; init; } = "MIT";

    internal sealed record LabelPair(string Good, string Bad);

    internal sealed record TrainingRecord(string Data, ulong Seed, string? StartsFrom, long Tokens, int Updates, int TokensPerUpdate, double Minutes, int Threads, string Schedule);

    /// <param name="Greedy">Share of held-out problems solved greedily.</param>
    /// <param name="Sampled">Expected share solved by one sample at T = 1.</param>
    /// <param name="GreedyByLevel">Greedy, by level.</param>
    /// <param name="SampledByLevel">Sampled, by level.</param>
    /// <param name="Problems">Held-out problems measured.</param>
    /// <param name="ProblemSeed">What they were drawn with.</param>
    /// <param name="GreedyAtFourFifths">Greedy after four fifths of the updates: the plateau.</param>
    internal sealed record AccuracyRecord(double Greedy, double Sampled, ImmutableSortedDictionary<int, double> GreedyByLevel, ImmutableSortedDictionary<int, double> SampledByLevel, int Problems, ulong ProblemSeed, double GreedyAtFourFifths);

    internal void Write(string path)
    {
        var temporary = path + ".tmp";
        System.IO.File.WriteAllText(temporary, JsonSerializer.Serialize(this, TrainedCardJson.Default.TrainedCard) + "\n");
        System.IO.File.Move(temporary, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, NewLine = "\n")]
[JsonSerializable(typeof(TrainedCard))]
internal sealed partial class TrainedCardJson : JsonSerializerContext;
