using System.Collections.Immutable;
using Outthink.Evaluation.Runs.Subsampling;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>
/// What fewer subtrees of a DVTS row cost. Its candidates do not tell: the siblings that each round drew and dropped are
/// in none of them. Rows of other N on the same problems do.
/// </summary>
internal static class SubtreeCosts
{
    /// <summary>How the costs came about, in words.</summary>
    public const string Explained = "Where DVTS was run with several N, its costs are the measured ones at those N, and between them on a straight line through the logarithms of N and cost; below the smallest N they are that row's, less in proportion to what fewer subtrees' candidates hold.";

    /// <summary>The rows with the costs that rows alike say.</summary>
    /// <param name="rows">Rows on the same problems.</param>
    public static ImmutableArray<StudiedRow> Settle(ImmutableArray<StudiedRow> rows) => [.. rows.Select(row => RowParts.Of(row.Plan).NeedMeasures ? Settle(row, rows) : row)];

    static StudiedRow Settle(StudiedRow row, ImmutableArray<StudiedRow> rows)
    {
        StudiedRow[] alike = [.. rows.Where(r => RowParts.AreAlike(r.Plan, row.Plan) && r.Outcomes.Length == row.Outcomes.Length).OrderBy(r => r.Plan.Samples)];
        return row with
        {
            Samples = Settle(row.Samples, [.. alike.Select(r => r.Samples)]),
            SamplesByDifficulty = row.SamplesByDifficulty.ToImmutableSortedDictionary(
                part => part.Key,
                part => Settle(part.Value, [.. alike.Select(r => r.SamplesByDifficulty.GetValueOrDefault(part.Key, [])).Where(s => !s.IsEmpty)])),
        };
    }

    /// <summary>A row's own N as measured, the rest by all rows; of the smallest row its parts speak for what is below it.</summary>
    static ImmutableArray<SubsamplePoint> Settle(ImmutableArray<SubsamplePoint> samples, ImmutableArray<ImmutableArray<SubsamplePoint>> alike)
    {
        ImmutableArray<SubsamplePoint> measured = [.. alike[0][..^1], .. alike.Select(row => row[^1])];
        return [.. samples[..^1].Select(s => s.Settle(measured)), samples[^1]];
    }
}
