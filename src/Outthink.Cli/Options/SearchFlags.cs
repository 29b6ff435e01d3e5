using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;
using Outthink.Scoring;

namespace Outthink.Cli.Options;

/// <summary>The search options that <c>solve</c> and <c>eval</c> share; a strategy ignores those it does not use.</summary>
internal sealed class SearchFlags
{
    static readonly SearchOptions Defaults = new();

    readonly Option<int> beamWidth = new("--beam-width", "-m")
    {
        Description = "M: samples per kept beam (beam, dvts); N must be a multiple",
        HelpName = "M",
        DefaultValueFactory = _ => Defaults.BeamWidth,
    };

    readonly Option<double> temperature = new("--temperature", "-t")
    {
        Description = "Sampling temperature; 0 is greedy (cot always is)",
        HelpName = "T",
        DefaultValueFactory = _ => Defaults.Sampling.Temperature,
    };

    readonly Option<int> topK = new("--top-k") { Description = "Sample among the K most likely tokens; 0 among all", HelpName = "K", DefaultValueFactory = _ => Defaults.Sampling.TopK };

    readonly Option<double> topP = new("--top-p") { Description = "Sample among the tokens that make up this share", HelpName = "P", DefaultValueFactory = _ => Defaults.Sampling.TopP };

    readonly Option<double> minP = new("--min-p") { Description = "Drop tokens less likely than this share of the likeliest", HelpName = "P", DefaultValueFactory = _ => Defaults.Sampling.MinP };

    readonly Option<Aggregation?> aggregation = ChoiceOption.Of<Aggregation>("--aggregate", "How step scores become one number [default: last]");

    readonly Option<Selection?> selection = ChoiceOption.Of<Selection>("--select", "How candidates become an answer [default: the strategy's own: best for best-of-n and beam]");

    readonly Option<int> maxTokens = new("--max-tokens")
    {
        Description = "Most new tokens of one trajectory; beyond, it counts as truncated",
        HelpName = "K",
        DefaultValueFactory = _ => Defaults.MaxTokens,
    };

    readonly ThriftFlags thrift = new();

    public IEnumerable<Option> All => [beamWidth, temperature, topK, topP, minP, aggregation, selection, maxTokens, .. thrift.All];

    /// <summary>The options without N and seed, which the commands read themselves. What is not given is the policy's own default, where its card has one.</summary>
    public SearchOptions Read(SymbolResult parsed, ModelCard? policy = null) => new()
    {
        BeamWidth = parsed.GetValue(beamWidth),
        Sampling = new()
        {
            Temperature = Value(parsed, temperature, policy?.Sampling?.Temperature),
            TopK = Value(parsed, topK, policy?.Sampling?.TopK),
            TopP = Value(parsed, topP, policy?.Sampling?.TopP),
            MinP = Value(parsed, minP, policy?.Sampling?.MinP),
        },
        Aggregation = parsed.GetValue(aggregation) ?? Defaults.Aggregation,
        Selection = parsed.GetValue(selection),
        MaxTokens = Value(parsed, maxTokens, policy?.Sampling?.MaxTokens),
        Thrift = thrift.Read(parsed),
    };

    static T Value<T>(SymbolResult parsed, Option<T> option, T? ofPolicy) where T : struct =>
        ofPolicy is { } value && parsed.GetResult(option) is not { Implicit: false } ? value : parsed.GetValue(option);
}
