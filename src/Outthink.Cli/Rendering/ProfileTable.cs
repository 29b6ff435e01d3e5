using System.Globalization;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Cli.Rendering;

/// <summary>A tuned profile as tables: what a search may begin with by difficulty, what prices buy from there, and how far it can be trusted.</summary>
internal static class ProfileTable
{
    public static void Write(TuningResult result, Terminal terminal)
    {
        SearchProfile profile = result.Profile;
        TextTable openings = new("opening", "easy %", "medium %", "hard %", "tokens easy", "medium", "hard", "AUC of \"right\"", "Brier");
        foreach (var (opening, reliability) in profile.Openings.Zip(result.Reliability))
        {
            openings.Add(
            [
                opening.First.Tactic.ToString(), .. opening.First.Outcomes.Select(o => o.Problems == 0 ? "" : Numbers.Percent(o.Accuracy)), .. opening.First.Outcomes.Select(o => Numbers.Count(o.Tokens)),
                reliability.Auc?.ToString("0.000", CultureInfo.InvariantCulture) ?? "", reliability.Brier.ToString("0.000", CultureInfo.InvariantCulture),
            ]);
        }
        openings.WriteTo(terminal);
        foreach (string dropped in result.Dropped) terminal.Out.WriteLine($"dropped {dropped}");
        terminal.Out.WriteLine();
        TextTable prices = new("opening", "price of a token", "accuracy %", "tokens", "FLOP");
        foreach (Opening opening in profile.Openings)
            foreach (PricePoint point in opening.Prices)
                prices.Add(opening.First.Tactic.ToString(), point.Price.ToString("0.0e+0", CultureInfo.InvariantCulture), Numbers.Percent(point.Accuracy), Numbers.Count(point.Tokens), Numbers.Short(point.Flops));
        prices.WriteTo(terminal);
        terminal.Out.WriteLine();
        terminal.Out.WriteLine($"Answers by {profile.Selection.ToString().ToLowerInvariant()} of {profile.Aggregation.ToString().ToLowerInvariant()} scores. Everything but the openings' own rows is judged on problems that fitted nothing.");
        Reliability first = result.Reliability[0];
        terminal.Out.WriteLine($"Difficulty as sampled (rows) and as estimated after {first.Opening}: " + string.Join("  ", Enum.GetValues<Difficulty>().Select(d => $"{d.ToString().ToLowerInvariant()} {string.Join('/', first.Confusion[(int)d])}")));
    }
}
