using System.CommandLine;
using Outthink.Search;

namespace Outthink.Cli.Options;

/// <summary>Strategies by name.</summary>
internal static class StrategyOption
{
    static readonly string Names = string.Join(", ", SearchStrategy.All.Select(s => s.Name));

    public static Option<SearchStrategy?> One(string byDefault) => new("--strategy", "-s")
    {
        Description = $"How to search [default: {byDefault}]",
        HelpName = string.Join('|', SearchStrategy.All.Select(s => s.Name)),
        CustomParser = result =>
        {
            string name = result.Tokens[^1].Value;
            if (SearchStrategy.TryParse(name, out SearchStrategy? strategy)) return strategy;
            result.AddError($"--strategy: '{name}' is unknown; choose one of {Names}");
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
