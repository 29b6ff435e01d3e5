using Outthink;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Search;

namespace Examples;

/// <summary>The README's quick start, compiled. QuickStartTests runs it and holds the README to it.</summary>
internal static class QuickStart
{
    public static async Task RunAsync(string folder)
    {
        ModelCatalog models = ModelCatalog.Open(folder); // the repository's models/, or a folder of your own
        await using InferenceEngine engine = new();
        LocalPolicy policy = LocalPolicy.Load(engine, models.DefaultPolicy);
        LocalRewardModel prm = LocalRewardModel.Load(engine, models.DefaultPrm);

        Problem problem = new()
        {
            Id = "pens",
            Text = "Ann has 12 pens. Ann buys 3 packs of 4 pens. Then Ann gives Ben 5 pens. How many pens does Ann have now?",
        };
        SearchOptions options = new() { Samples = 16, BeamWidth = 4, Seed = 1 };
        Verdict verdict = await new BeamSearch().SearchAsync(problem, policy, prm, options);

        Console.WriteLine(verdict.Answer);
        foreach (Step step in verdict.Chosen?.Steps ?? [])
            Console.WriteLine($"{step.Score:f3}  {step.Text.Trim()}");
        Console.WriteLine($"{verdict.Usage.PolicyTokens} policy tokens, {verdict.Usage.PrmTokens} PRM tokens");
    }
}
