using System.Collections.Immutable;
using Outthink.Evaluation.RewardModels;
using Outthink.Scoring;

namespace Outthink.Evaluation.Reports;

/// <summary>A <see cref="VotingTable"/>.</summary>
/// <param name="Rules">Majority, then best and weighted by every aggregation.</param>
/// <param name="Coverage">Problems with a right candidate.</param>
/// <param name="Spread">Best accuracy less worst.</param>
public sealed record VotingReport(ImmutableArray<VotingRuleReport> Rules, ShareReport Coverage, double Spread)
{
    public static VotingReport Of(VotingTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(
            [.. table.Rows.Select(r => new VotingRuleReport(r.Selection, r.Aggregation, r.Accuracy.Value, r.Accuracy.Low, r.Accuracy.High))],
            ShareReport.Of(table.Coverage), table.Spread);
    }
}

/// <summary>One rule's accuracy with its Wilson 95 % interval.</summary>
public sealed record VotingRuleReport(Selection Selection, Aggregation? Aggregation, double Accuracy, double Low, double High);
