using System.Globalization;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Cli.Rendering;

/// <summary>A tuned profile as tables: the tactics by difficulty, what prices buy, and how far it can be trusted.</summary>
internal static class ProfileTable
{
    public static void Write(TuningResult result, Terminal terminal)
    {
        TextTable tactics = new("tactic", "easy %", "medium %", "hard %", "tokens easy", "medium", "hard");
        foreach (TacticRecord record in result.Profile.Tactics)
            tactics.Add([record.Tactic.ToString(), .. record.Outcomes.Select(o => o.Problems == 0 ? "" : Numbers.Percent(o.Accuracy)), .. record.Outcomes.Select(o => Numbers.Count(o.Tokens))]);
        tactics.WriteTo(terminal);
        foreach (string dropped in result.Dropped) terminal.Out.WriteLine($"dropped {dropped}");
        terminal.Out.WriteLine();
        TextTable prices = new("price of a token", "accuracy %", "tokens", "FLOP");
        foreach (PricePoint point in result.Profile.Prices)
            prices.Add(point.Price.ToString("0.0e+0", CultureInfo.InvariantCulture), Numbers.Percent(point.Accuracy), Numbers.Count(point.Tokens), Numbers.Short(point.Flops));
        prices.WriteTo(terminal);
        terminal.Out.WriteLine();
        Reliability reliability = result.Reliability;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"On {reliability.Problems} problems that fitted nothing: AUC of \"right\" {reliability.Auc:0.000}, Brier {reliability.Brier:0.000}; answers by {result.Profile.Selection.ToString().ToLowerInvariant()} of {result.Profile.Aggregation.ToString().ToLowerInvariant()} scores"));
        terminal.Out.WriteLine("Difficulty as sampled (rows) and as estimated from the pilot: " + string.Join("  ", Enum.GetValues<Difficulty>().Select(d => $"{d.ToString().ToLowerInvariant()} {string.Join('/', reliability.Confusion[(int)d])}")));
    }
}
