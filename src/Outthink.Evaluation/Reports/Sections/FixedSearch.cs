namespace Outthink.Evaluation.Reports.Sections;

/// <summary>A fixed search that the selector could have taken: a row at one of its n.</summary>
internal sealed record FixedSearch(StudiedRow Row, LinePoint Point)
{
    public string Name => $"{Row.Plan.Strategy.Name} {Point.N}";

    public static IEnumerable<FixedSearch> Of(StudiedRow row) => row.Points.Select(p => new FixedSearch(row, p));

    /// <summary>Those that spend no more tokens a problem; the cheapest where each spends more.</summary>
    public static IEnumerable<FixedSearch> Affordable(IEnumerable<FixedSearch> searches, double tokens)
    {
        FixedSearch[] all = [.. searches], within = [.. all.Where(f => f.Point.Tokens <= tokens)];
        return within.Length > 0 ? within : [all.MinBy(f => f.Point.Tokens)!];
    }
}
