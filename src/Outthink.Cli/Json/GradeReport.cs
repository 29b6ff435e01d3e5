using System.Collections.Immutable;

namespace Outthink.Cli.Json;

/// <summary><c>grade --cases --json</c>. Counts of agreement are missing where no row has a label.</summary>
internal sealed record GradeReport
{
    public required int Cases { get; init; }

    public required int? Agree { get; init; }

    public required int? FalseAccepts { get; init; }

    public required int? FalseRefusals { get; init; }

    public required int Undecided { get; init; }

    public required ImmutableSortedDictionary<string, GradeCounts> ByKind { get; init; }

    /// <summary>Median and 99th percentile of one comparison, extraction included, in microseconds.</summary>
    public required double P50Micros { get; init; }

    public required double P99Micros { get; init; }

    public required ImmutableArray<GradeResult> Results { get; init; }
}

/// <summary>The counts of one kind of row.</summary>
internal sealed record GradeCounts(int Cases, int? Agree, int? FalseAccepts, int? FalseRefusals, int Undecided);

/// <summary>The verdict on one row: equal, notEqual or undecided, and the rule that decided.</summary>
internal sealed record GradeResult(string Id, string Verdict, string Rule);

/// <summary><c>grade --gold --pred --json</c>.</summary>
internal sealed record GradeExplanation(string Verdict, string Rule, GradeSide Gold, GradeSide Pred);

/// <summary>A side as it was understood: the text taken, what it was read as, and, of an output, where it stood and why.</summary>
internal sealed record GradeSide(string? Text, string Kind, string? Mark = null, int? Start = null, int? Length = null);
