using System.CommandLine;
using Outthink.Planning;
using Outthink.Search;

namespace Outthink.Cli.Options;

/// <summary>Strategies by name.</summary>
internal static class StrategyOption
{
    static readonly string Names = string.Join(", ", SearchStrategy.All.Select(s => s.Name));

    /// <summary>Stands for "auto" until the models are known; <see cref="AutoFlags.Resolve"/> puts the real one in its place.</summary>
    static readonly SearchStrategy Auto = new ComputeOptimalSearch(new PublishedPrior(parameters: 0, hasRewardModel: true, reasonsAtLength: false, samples: 4));

    public static Option<SearchStrategy?> One(string byDefault) => new("--strategy", "-s")
    {
        Description = $"How to search [default: {byDefault}]",
        HelpName = string.Join('|', SearchStrategy.All.Append(Auto).Select(s => s.Name)),
        CustomParser = result =>
        {
            string name = result.Tokens[^1].Value;
            if (SearchStrategy.TryParse(name, out SearchStrategy? strategy)) return strategy;
            if (name == Auto.Name) return Auto;
            result.AddError($"--strategy: '{name}' is unknown; choose one of {Names}, {Auto.Name}");
            return null;
        },
    };

    public static Option<SearchStrategy[]> Many()
    {
        Option<SearchStrategy[]> option = ChoiceOption.Many<SearchStrategy>("--strategy", SearchStrategy.TryParse, $"a strategy; choose among {Names}");
        option.Aliases.Add("-s");
        option.Description = "Strategies, several allowed [default: all]";
        option.HelpName = string.Join('|', SearchStrategy.All.Select(s => s.Name));
        return option;
    }
}
