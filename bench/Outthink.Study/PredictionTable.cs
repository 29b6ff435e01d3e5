using System.Globalization;
using System.Text;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Study;

/// <summary>How well the selector predicts what a tactic that it goes on with will cost: seconds by the clock, tokens by count.</summary>
internal sealed class PredictionTable(InferenceEngine engine, ModelCatalog catalog, int scale, TimeProvider clock)
{
    private const int Problems = 600;
    private const ulong SuiteSeed = 1313;

    /// <summary>Prices of a token at which most problems are gone on with.</summary>
    private static readonly double[] Prices = [3e-4, 3e-5];

    public async Task WriteAsync(string path)
    {
        Suite suite = Suite.DrawArithmetic(SuiteSeed, Math.Max(8, Problems / scale));
        ProfileLibrary library = ProfileLibrary.Open(catalog.Folders);
        string prmHash = ModelHash.Of(catalog.DefaultPrm);
        LocalRewardModel prm = LocalRewardModel.Load(engine, catalog.DefaultPrm);
        StringBuilder lines = new();
        List<Forecast> all = [];
        foreach (ModelCard card in catalog.Cards.Where(c => c is { Role: ModelRole.Policy, Control: false }))
        {
            if (library.Find(ModelHash.Of(card), prmHash) is not { } tuned) continue;
            LocalPolicy policy = LocalPolicy.Load(engine, card);
            List<Forecast> ofPolicy = [];
            foreach (Opening opening in tuned.Result.Profile.Openings.Where(o => !o.Next.IsEmpty))
            {
                List<Forecast> predictions = [];
                foreach (double price in Prices)
                {
                    ComputeOptimalSearch auto = new(new Selector(tuned.Result.Profile, opening, price, Allowance.None));
                    foreach (SuiteItem item in suite.Items)
                        predictions.AddRange(await Forecast.ObserveAsync(auto, new() { Id = item.Id, Text = item.Problem }, policy, prm, new() { Samples = 64, MaxTokens = 400, Seed = 1 }));
                    Console.Error.WriteLine($"{card.Name} {opening.First.Tactic} {price}: {predictions.Count} predictions");
                }
                if (predictions.Count > 0) Line(lines, card.Name, opening.First.Tactic.ToString(), predictions);
                ofPolicy.AddRange(predictions);
            }
            if (ofPolicy.Count > 0) Line(lines, card.Name, "all", ofPolicy);
            all.AddRange(ofPolicy);
        }
        if (all.Count > 0) Line(lines, "all", "all", all);
        await File.WriteAllTextAsync(path, Page(prm.Name, suite.Items.Length) + lines);
    }

    private static double SecondsError(Forecast f) => Math.Abs(f.Seconds / f.TookSeconds - 1);

    private static double TokensError(Forecast f) => Math.Abs(f.Tokens / f.TookTokens - 1);

    private string Page(string prm, int problems) => string.Create(CultureInfo.InvariantCulture, $"""
        # What the selector predicts

        Measured on {clock.GetUtcNow().ToString("d MMMM yyyy", CultureInfo.InvariantCulture)} by one run of

        ```
        dotnet run -c Release --project bench/Outthink.Study -- models predictions docs/study/predictions.md{(scale == 1 ? "" : $" {scale}")}
        ```

        {problems} held-out problems (`--suite arithmetic`, seed {SuiteSeed}), one after the other, every policy with `{prm}` and every opening of its profile, at prices of {string.Join(" and ", Prices.Select(p => p.ToString("0e0", CultureInfo.InvariantCulture)))} a token. For each tactic that the selector went on with: what it predicted when it decided, and what the tactic then took by the clock and in tokens of both models. The error is |predicted / taken − 1|, infinite where the tactic drew nothing new and so evaluated no token.

        | policy | opening | tactics gone on with | seconds taken, median ms | error of seconds, median % | 90 % within % | error of tokens, median % | 90 % within % | sum of seconds predicted / taken |
        |---|---|---|---|---|---|---|---|---|

        """);

    private static void Line(StringBuilder text, string policy, string opening, List<Forecast> p)
    {
        static double At(IEnumerable<double> values, double share)
        {
            double[] sorted = [.. values.Order()];
            return sorted[(int)Math.Ceiling(share * (sorted.Length - 1))];
        }

        // Infinite where nothing new was drawn, so that no token was evaluated.
        static string Percent(IEnumerable<double> errors, double share) =>
            At(errors, share) is var error && double.IsInfinity(error) ? "∞" : (100 * error).ToString("f1", CultureInfo.InvariantCulture);

        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {policy} | {opening} | {p.Count} | {1000 * At(p.Select(x => x.TookSeconds), 0.5):f1} | {Percent(p.Select(SecondsError), 0.5)} | {Percent(p.Select(SecondsError), 0.9)} | {Percent(p.Select(TokensError), 0.5)} | {Percent(p.Select(TokensError), 0.9)} | {p.Sum(x => x.Seconds) / p.Sum(x => x.TookSeconds):f2} |");
    }
}
