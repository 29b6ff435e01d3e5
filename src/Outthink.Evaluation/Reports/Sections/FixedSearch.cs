using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A fixed search that the selector could have taken: a row at one of its n.</summary>
internal sealed record FixedSearch(StudiedRow Row, LinePoint Point)
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Row.Plan.Strategy.Name} {Point.N}{(Row.Plan.BeamWidth is { } m && m != new SearchOptions().BeamWidth ? $" M={m}" : "")}");

    /// <summary>Every row as it was run, and its smaller n that no other row was run with.</summary>
    public static IEnumerable<FixedSearch> All(ImmutableArray<StudiedRow> rows) =>
        from row in rows
        from point in row.Points
        where point.N == row.N || !rows.Any(r => r.N == point.N && RowParts.AreAlike(r.Plan, row.Plan))
        select new FixedSearch(row, point);

    /// <summary>Those that spend no more tokens a problem; the cheapest where each spends more.</summary>
    public static IEnumerable<FixedSearch> Affordable(IEnumerable<FixedSearch> searches, double tokens)
    {
        FixedSearch[] all = [.. searches], within = [.. all.Where(f => f.Point.Tokens <= tokens)];
        return within.Length > 0 ? within : [all.MinBy(f => f.Point.Tokens)!];
    }
}
