using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli.Json;

/// <summary><c>bench search --json</c>. Seconds and shares are medians over the repeats, counts are the last one's.</summary>
internal sealed record BenchSearchReport
{
    public required Machine Machine { get; init; }

    public required string Policy { get; init; }

    public required string Prm { get; init; }

    public required string Strategy { get; init; }

    public required int N { get; init; }

    public required int M { get; init; }

    public required int Steps { get; init; }

    public required int StepTokens { get; init; }

    public required int PromptTokens { get; init; }

    /// <summary>Timed searches, after one that is not timed.</summary>
    public required int Repeats { get; init; }

    public required double Seconds { get; init; }

    public required double SecondsSpread { get; init; }

    /// <summary>Of the seconds, what is no forward pass: search, events, drawing tokens, reading scores.</summary>
    public required double OutsideShare { get; init; }

    /// <summary>Of the seconds, drawing tokens and reading scores; part of <see cref="OutsideShare"/>.</summary>
    public required double ReadingShare { get; init; }

    /// <summary>Tokens that the search drew.</summary>
    public required long GeneratedTokens { get; init; }

    /// <summary>Tokens that the policy evaluated.</summary>
    public required long PolicyTokens { get; init; }

    /// <summary>Tokens that the reward model evaluated.</summary>
    public required long PrmTokens { get; init; }

    public required int Candidates { get; init; }
}
