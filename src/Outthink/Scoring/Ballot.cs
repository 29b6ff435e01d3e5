using System.Collections.Immutable;
using Outthink.Answers;

namespace Outthink.Scoring;

/// <summary>Turns finished trajectories into candidates and candidates into an answer.</summary>
public static class Ballot
{
    /// <summary>Extracts and groups the answers and aggregates the scores; the order stays.</summary>
    public static ImmutableArray<Candidate> Enter(ImmutableArray<Trajectory> finished, Aggregation aggregation)
    {
        string?[] answers = [.. finished.Select(t => AnswerExtractor.Extract(t.Text)?.Text)];
        var groups = new Queue<int>(AnswerGroups.Group([.. answers.OfType<string>()]));
        return
        [
            .. finished.Select((trajectory, i) => new Candidate
            {
                Trajectory = trajectory,
                Answer = answers[i],
                Group = answers[i] is null ? -1 : groups.Dequeue(),
                Score = Scores.Aggregate(trajectory, aggregation),
                Weight = trajectory.Multiplicity,
            }),
        ];
    }

    /// <summary>
    /// The winner: the best-scored candidate of the winning group of answers, the first of equals. Candidates without
    /// an answer stand only where none has one, each for itself; an unscored candidate ranks below any score and adds
    /// nothing to a weighted vote; with no score at all every selection is the majority. Null when there is no candidate.
    /// </summary>
    public static Candidate? Choose(ImmutableArray<Candidate> candidates, Selection selection)
    {
        ImmutableArray<Candidate> answered = [.. candidates.Where(c => c.Group >= 0)];
        ImmutableArray<Candidate> standing = answered.IsEmpty ? candidates : answered;
        if (standing.IsEmpty) return null;
        if (standing.All(c => c.Score is null)) selection = Selection.Majority;
        var groups = answered.IsEmpty ? standing.GroupBy(c => c.Trajectory.Id.Value) : standing.GroupBy(c => (long)c.Group);
        IEnumerable<Candidate> winners = selection switch
        {
            Selection.Best => standing,
            Selection.Majority => groups.MaxBy(g => g.Sum(c => c.Weight))!,
            Selection.Weighted => groups.MaxBy(g => g.Sum(c => c.Weight * (c.Score ?? 0)))!,
            _ => throw new ArgumentOutOfRangeException(nameof(selection), selection, "Unknown selection."),
        };
        return winners.MaxBy(c => c.Score ?? double.NegativeInfinity);
    }
}
