using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Planning;
using Outthink.Scoring;

namespace Outthink.Evaluation.Tuning;

/// <summary>
/// Every tactic run by itself on every problem, with seeds of its own: since tactics begin at the root and only their
/// candidates join, any sequence of them can be looked at afterwards without running it. Not thread-safe.
/// </summary>
internal sealed class TrialTable
{
    readonly Dictionary<(int Problem, string Tactics), TrialState> states = [];
    readonly Dictionary<Tactic, ImmutableArray<Trial>> trials;
    readonly AnswerKey[] keys;

    /// <param name="trials">For each tactic one trial a problem.</param>
    /// <param name="answers">The reference answers.</param>
    /// <param name="difficulties">Of the problems, for this policy.</param>
    public TrialTable(Dictionary<Tactic, ImmutableArray<Trial>> trials, IEnumerable<string> answers, ImmutableArray<Difficulty> difficulties)
    {
        this.trials = trials;
        keys = [.. answers.Select(a => new AnswerKey(a))];
        Difficulties = difficulties;
    }

    public ImmutableArray<Difficulty> Difficulties { get; }

    /// <summary>Places of all problems.</summary>
    public IEnumerable<int> Problems => Enumerable.Range(0, Difficulties.Length);

    /// <summary>Every tactic, in no order.</summary>
    public IEnumerable<Tactic> Tactics => trials.Keys;

    /// <summary>How the answer is chosen among all candidates.</summary>
    public required Selection Selection { get; init; }

    public required Aggregation Aggregation { get; init; }

    public Trial this[Tactic tactic, int problem] => trials[tactic][problem];

    /// <summary>Mean tokens of a tactic by itself.</summary>
    public double MeanTokens(Tactic tactic) => trials[tactic].Average(t => t.Tokens);

    /// <summary>Share of the problems a tactic solves by itself.</summary>
    public double Accuracy(Tactic tactic) => Problems.Average(p => State(p, [tactic]).IsRight ? 1.0 : 0);

    /// <summary>Where a problem stands after these tactics.</summary>
    public TrialState State(int problem, ImmutableArray<Tactic> tactics)
    {
        var place = (problem, string.Join('|', tactics));
        if (states.TryGetValue(place, out TrialState? known)) return known;
        ImmutableArray<Candidate> candidates = Ballot.Enter([.. tactics.SelectMany(t => trials[t][problem].Finished)], Aggregation);
        Candidate? chosen = Ballot.Choose(candidates, Selection);
        TrialState state = new(Evidence.Of(candidates, chosen, tactics.Sum(t => trials[t][problem].Truncated)), keys[problem].Accepts(chosen?.Answer));
        states.Add(place, state);
        return state;
    }

    /// <summary>The table with the rows of another beside these: problems that this one does not hold.</summary>
    public TrialTable With(TrialTable others, IEnumerable<string> answers) => new(
        others.trials.Keys.Where(trials.ContainsKey).ToDictionary(t => t, t => trials[t].AddRange(others.trials[t])), answers, Difficulties.AddRange(others.Difficulties))
    {
        Selection = Selection,
        Aggregation = Aggregation,
    };
}
