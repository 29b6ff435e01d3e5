using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Search;

namespace Outthink.Cli.Options;

/// <summary>What concerns policies that think before they answer (R1 type); others ignore it.</summary>
internal sealed class ThinkingFlags
{
    readonly Option<int?> budget = new("--thinking-budget")
    {
        Description = "Thinking policies: most tokens of the thoughts, after which the closing tag is put in [default: the card's]",
        HelpName = "K",
        Validators = { r => { if (r.GetValueOrDefault<int?>() is < 1) r.AddError("--thinking-budget: give at least 1"); } },
    };

    readonly Option<int?> least = new("--least-thinking")
    {
        Description = "Thinking policies: fewest tokens of the thoughts; a closing tag before them is taken back and the card's continuation (\"Wait\") put in [default: the card's]",
        HelpName = "K",
        Validators = { r => { if (r.GetValueOrDefault<int?>() is < 1) r.AddError("--least-thinking: give at least 1"); } },
    };

    readonly Option<bool> guide = new("--guide-thinking") { Description = "Thinking policies: let a reward model guide the search, which made them worse where it was tried" };

    public IEnumerable<Option> All => [budget, least, guide];

    public bool IsGuided(CommandResult given) => given.GetValue(guide);

    /// <summary>Says when thoughts are to be longer than they may be, and when a reward model would guide a policy that thinks, unless that was asked for.</summary>
    public IEnumerable<string> Check(CommandResult given, ModelCard? policy, SearchStrategy strategy)
    {
        int? most = given.GetValue(budget) ?? policy?.Thinking?.Budget, fewest = given.GetValue(least) ?? policy?.Thinking?.Least;
        if (fewest > most)
            yield return $"--least-thinking: thoughts of at least {fewest} tokens do not fit into a thinking budget of {most}; raise --thinking-budget, or ask for fewer";
        if (policy is { Thinking: not null } && strategy.NeedsRewardModel && strategy is not ComputeOptimalSearch && !IsGuided(given))
            yield return $"--strategy: '{policy.Name}' thinks before it answers, and reward models misjudge thoughts; use majority or cot, or ask for '{strategy.Name}' with --guide-thinking";
    }

    /// <summary>The card with the bounds given.</summary>
    public ModelCard Apply(CommandResult given, ModelCard policy) => policy.Thinking is not { } span
        ? policy
        : policy with { Thinking = span with { Budget = given.GetValue(budget) ?? span.Budget, Least = given.GetValue(least) ?? span.Least } };
}
