using System.Collections.Immutable;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>One search at several budgets.</summary>
internal sealed record SearchLine
{
    /// <summary>The strategy, and what else tells it from its neighbours.</summary>
    public required string Name { get; init; }

    /// <summary>The palette's colour.</summary>
    public required int Colour { get; init; }

    /// <summary>As they were run, by rising N.</summary>
    public required ImmutableArray<StudiedRow> Rows { get; init; }

    /// <summary>By rising N: of the largest row at every n, and of the others where they tell something more.</summary>
    public required ImmutableArray<LinePoint> Points { get; init; }

    public bool IsScored => Rows[0].Plan.Prm is not null;

    public static SearchLine Of(string name, int colour, IEnumerable<StudiedRow> rows)
    {
        ImmutableArray<StudiedRow> sorted = [.. rows.OrderBy(r => r.Plan.Samples)];
        List<LinePoint> points = [];
        foreach (StudiedRow row in sorted.Reverse())
            points.AddRange(row.Points.Where(p => row.IsAuto || points.TrueForAll(known => known.N != p.N)));
        return new() { Name = name, Colour = colour, Rows = sorted, Points = [.. points.OrderBy(p => p.N).ThenBy(p => p.Tokens)] };
    }
}
