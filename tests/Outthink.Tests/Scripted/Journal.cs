using System.Globalization;
using Outthink.Tracing;

namespace Outthink.Tests.Scripted;

/// <summary>All events of a search, with its tree.</summary>
internal sealed class Journal
{
    public List<SearchEvent> Events { get; } = [];

    public SearchTree Tree { get; } = new();

    public IEnumerable<SearchEvent.Proposed> Proposed => Events.OfType<SearchEvent.Proposed>();

    public IEnumerable<SearchEvent.Kept> Kept => Events.OfType<SearchEvent.Kept>();

    public void Add(SearchEvent searchEvent)
    {
        Events.Add(searchEvent);
        Tree.Add(searchEvent);
    }

    /// <summary>The new text of each trajectory kept in a round, blank lines cut.</summary>
    public string[] KeptIn(int round) => [.. Kept.Single(k => k.Round == round).Frontier.Select(id => Tree[id].Trajectory.Steps[^1].Text.Trim())];

    /// <summary>Samples drawn in each round, first draws and second draws apart.</summary>
    public (int First, int Second)[] DrawsByRound =>
    [
        .. Proposed.GroupBy(p => p.Round).OrderBy(g => g.Key)
            .Select(g => (g.SelectMany(p => p.Draws).Count(d => d.Attempt == 0), g.SelectMany(p => p.Draws).Count(d => d.Attempt == 1))),
    ];

    /// <summary>Everything a verdict says, ids and times apart.</summary>
    public static string Describe(Verdict v) => string.Join('\n',
    [
        $"{v.Strategy} {v.Ending} {v.Answer} {v.Chosen?.Text} {v.Usage}",
        .. v.Candidates.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Trajectory.Text}|{c.Answer}|{c.Group}|{c.Score:R}|{c.Weight}|{c.Trajectory.Seed}")),
        .. v.Truncated.Select(t => $"{t.Text}|{t.Seed}|{t.Multiplicity}"),
    ]);
}
