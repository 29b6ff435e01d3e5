using System.Globalization;
using Outthink.Planning;

namespace Outthink.Cli.Rendering;

/// <summary>A decision of a compute-optimal search, with every option it weighed.</summary>
internal static class DecisionTable
{
    public static void Write(Decision decision, int number, Terminal terminal)
    {
        string difficulty = string.Join(", ", decision.Difficulty.Select((p, d) => $"{((Difficulty)d).ToString().ToLowerInvariant()} {Numbers.Percent(p)} %"));
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Decision {number}: {decision.Evidence.Samples} samples say: right {Numbers.Percent(decision.Confidence)} %; {difficulty}"));
        TextTable table = new("option", "right then %", "tokens", "FLOP", "net gain", "");
        foreach (Expectation option in decision.Options)
        {
            double net = option.Accuracy - decision.Confidence - decision.Price * option.Tokens;
            table.Add(option.Tactic?.ToString() ?? "stop", Numbers.Percent(option.Accuracy), Numbers.Count(option.Tokens), Numbers.Short(option.Flops),
                net.ToString("0.0000", CultureInfo.InvariantCulture), option.Excluded ?? (option.Tactic == decision.Tactic ? "chosen" : ""));
        }
        if (!decision.Options.IsEmpty) table.WriteTo(terminal);
        terminal.Out.WriteLine($"  {(decision.Tactic is { } tactic ? $"goes on with {tactic}" : "stops")}: {decision.Reason}");
    }
}
