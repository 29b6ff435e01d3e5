using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Cli.Options;

/// <summary>What bounds <c>--strategy auto</c>, and the selector that follows; other strategies ignore it.</summary>
internal sealed class AutoFlags
{
    /// <summary>Without a budget: the cheapest spending whose accuracy was this near to the best in tuning.</summary>
    const double NearBest = 0.005;

    readonly Option<double?> tokens = Budget("--budget-tokens", "auto: tokens of policy and PRM together");
    readonly Option<double?> flops = Budget("--budget-flops", "auto: FLOPs of both");
    readonly Option<double?> seconds = Budget("--budget-seconds", "auto: seconds");
    readonly Option<double?> joules = Budget("--budget-joules", "auto: joules, at the power measured in tuning or that of --watts");
    readonly Option<double?> accuracy = new("--target-accuracy")
    {
        Description = "auto: the cheapest that reached this share in tuning",
        HelpName = "A",
        Validators = { r => { if (r.GetValueOrDefault<double?>() is not (null or (> 0 and <= 1))) r.AddError("--target-accuracy: give a share above 0, at most 1"); } },
    };

    readonly Option<double?> watts;

    /// <param name="watts">The machine's power, where it is given.</param>
    public AutoFlags(Option<double?> watts) => this.watts = watts;

    public Option<bool> Explain { get; } = new("--explain") { Description = "auto: print every option's predicted accuracy and cost, and why this one" };

    public IEnumerable<Option> Budgets => [tokens, flops, seconds, joules, accuracy];

    /// <summary>At most one of the bounds may be given.</summary>
    public IEnumerable<string> Check(CommandResult given)
    {
        string[] named = [.. new[] { tokens, flops, seconds, joules, accuracy }.Where(o => given.GetValue(o) is not null).Select(o => o.Name)];
        if (named.Length > 1) yield return $"{string.Join(" and ", named)} exclude each other: give one of them";
    }

    /// <summary>
    /// The strategy to run in place of the one named: of "auto" a compute-optimal search for these models.
    /// <paramref name="isTotal"/>: the budget is also what this one search may spend, not only the mean of a run.
    /// </summary>
    /// <returns>The strategy, and a remark when no profile was found.</returns>
    /// <exception cref="ProfileFormatException">A profile cannot be read.</exception>
    /// <exception cref="UsageException">Joules are bounded, and nobody knows the machine's power.</exception>
    public (SearchStrategy Strategy, string? Remark) Resolve(CommandResult given, SearchStrategy named, ModelCatalog catalog, ModelCard policy, ModelCard? prm, int samples, bool isTotal)
    {
        if (named is not ComputeOptimalSearch) return (named, null);
        Allowance allowance = new() { Samples = samples };
        string[] folders = [.. catalog.Folders.Append(Path.GetDirectoryName(policy.File)!).Distinct()];
        if (ProfileLibrary.Open(folders).Find(ModelHash.Of(policy), prm is null ? null : ModelHash.Of(prm)) is not { } tuned)
        {
            bool guides = prm is not null and not { Quality: RewardQuality.Weak };
            return (new ComputeOptimalSearch(new PublishedPrior(policy.Parameters, guides, reasonsAtLength: policy.Thinking is not null, samples)),
                $"No profile of {policy.Name}{(prm is null ? "" : " with " + prm.Name)} was found: published priors for other models decide, and budgets are not kept. 'outthink tune' makes a profile.");
        }
        SearchProfile profile = tuned.Result.Profile;
        double? time = given.GetValue(joules) is { } energy ? energy / Power(given, profile) : given.GetValue(seconds);
        if (isTotal) allowance = allowance with { Tokens = given.GetValue(tokens), Flops = given.GetValue(flops), Seconds = time };
        Selector selector =
            given.GetValue(tokens) is { } t ? Selector.ForBudget(profile, CostUnit.Tokens, t, allowance)
            : given.GetValue(flops) is { } f ? Selector.ForBudget(profile, CostUnit.Flops, f, allowance)
            : time is { } s ? Selector.ForBudget(profile, CostUnit.Seconds, s, allowance)
            : Selector.ForAccuracy(profile, given.GetValue(accuracy) ?? (profile.BestAccuracy() ?? 0) - NearBest, allowance);
        return (new ComputeOptimalSearch(selector), null);
    }

    double Power(CommandResult given, SearchProfile profile) => given.GetValue(watts) ?? profile.Watts
        ?? throw new UsageException("--budget-joules: the power of this machine is not known, as its counters were not readable when the profile was made; give it with --watts");

    static Option<double?> Budget(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "B",
        Validators = { r => { if (r.GetValueOrDefault<double?>() is not (null or (> 0 and < double.PositiveInfinity))) r.AddError($"{name}: give a positive number"); } },
    };
}
