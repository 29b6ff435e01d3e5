using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Cli.Options;

/// <summary>Strategies by name.</summary>
internal static class StrategyOption
{
    /// <summary>Stands for "auto" until the models are known; <see cref="AutoFlags.Resolve"/> puts the real one in its place.</summary>
    static readonly SearchStrategy Auto = new ComputeOptimalSearch(new PublishedPrior(parameters: 0, hasRewardModel: true, reasonsAtLength: false, samples: 4));

    static readonly string Names = string.Join(", ", SearchStrategy.All.Append(Auto).Select(s => s.Name));

    public static Option<SearchStrategy?> One(string byDefault) => new("--strategy", "-s")
    {
        Description = $"How to search [default: {byDefault}]",
        HelpName = string.Join('|', SearchStrategy.All.Append(Auto).Select(s => s.Name)),
        CustomParser = result =>
        {
            string name = result.Tokens[^1].Value;
            if (TryRead(name, out SearchStrategy? strategy)) return strategy;
            result.AddError($"--strategy: '{name}' is unknown; choose one of {Names}");
            return null;
        },
    };

    public static Option<SearchStrategy[]> Many()
    {
        Option<SearchStrategy[]> option = ChoiceOption.Many<SearchStrategy>("--strategy", TryRead, $"a strategy; choose among {Names}");
        option.Aliases.Add("-s");
        option.Description = "Strategies, several allowed [default: all but auto]";
        option.HelpName = string.Join('|', SearchStrategy.All.Append(Auto).Select(s => s.Name));
        return option;
    }

    static bool TryRead(string name, [NotNullWhen(true)] out SearchStrategy? strategy)
    {
        if (name != Auto.Name) return SearchStrategy.TryParse(name, out strategy);
        strategy = Auto;
        return true;
    }
}
