using System.Collections.Immutable;
using Outthink.Evaluation.Suites;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tuning;

/// <summary>Verdicts of tactics as they come in, and then the problems that every tactic could be asked.</summary>
internal sealed class Measured(ImmutableArray<Tactic> tactics)
{
    readonly Dictionary<string, Trial>[] trials = [.. tactics.Select(_ => new Dictionary<string, Trial>())];
    ImmutableArray<Difficulty> difficulties = [];

    public ImmutableArray<Tactic> Tactics => tactics;

    /// <summary>In the suite's order; problems that were rejected are left out.</summary>
    public ImmutableArray<SuiteItem> Items { get; private set; } = [];

    public void Add(int tactic, SuiteItem item, Verdict verdict) => trials[tactic].Add(item.Id, Trial.Of(verdict));

    /// <summary>All verdicts are here.</summary>
    public void Close(ImmutableArray<SuiteItem> items, ImmutableArray<Difficulty> itemDifficulties)
    {
        (SuiteItem Item, Difficulty Difficulty)[] whole = [.. items.Zip(itemDifficulties).Where(pair => trials.All(t => t.ContainsKey(pair.First.Id)))];
        (Items, difficulties) = ([.. whole.Select(w => w.Item)], [.. whole.Select(w => w.Difficulty)]);
    }

    /// <summary>Everything that was seen, answers chosen in this way.</summary>
    public TrialTable Table(Selection selection, Aggregation aggregation) => new(
        tactics.Select((tactic, i) => (tactic, i)).ToDictionary(t => t.tactic with { Selection = selection, Aggregation = aggregation }, t => Items.Select(item => trials[t.i][item.Id]).ToImmutableArray()),
        Items.Select(i => i.Answer), difficulties)
    {
        Selection = selection,
        Aggregation = aggregation,
    };
}
