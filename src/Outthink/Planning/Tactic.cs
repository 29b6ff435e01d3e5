using System.Globalization;
using Outthink.Scoring;

namespace Outthink.Planning;

/// <summary>One way to spend compute on a problem: a strategy with its N and M, and how the answer is chosen.</summary>
public sealed record Tactic
{
    /// <summary>The strategy's short name.</summary>
    public required string Strategy { get; init; }

    /// <summary>N.</summary>
    public required int Samples { get; init; }

    /// <summary>M, where there are beams.</summary>
    public int BeamWidth { get; init; } = new SearchOptions().BeamWidth;

    public Aggregation Aggregation { get; init; }

    /// <summary>Null takes the strategy's default.</summary>
    public Selection? Selection { get; init; }

    /// <summary>These options with the tactic's own in place.</summary>
    public SearchOptions Apply(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { Samples = Samples, BeamWidth = BeamWidth, Aggregation = Aggregation, Selection = Selection };
    }

    public override string ToString() => Strategy is "beam" or "dvts"
        ? string.Create(CultureInfo.InvariantCulture, $"{Strategy} N={Samples} M={BeamWidth}")
        : string.Create(CultureInfo.InvariantCulture, $"{Strategy} N={Samples}");
}
