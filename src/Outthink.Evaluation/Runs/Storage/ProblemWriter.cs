using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Writes finished problems, each in a transaction of its own. Not thread-safe.</summary>
internal sealed class ProblemWriter(SqliteConnection connection, int attempt) : IDisposable
{
    readonly Statement results = Statement.InsertInto("results", 22, connection);
    readonly Statement candidates = Statement.InsertInto("candidates", 13, connection);
    readonly Statement steps = Statement.InsertInto("steps", 8, connection);
    readonly Statement begin = new(connection, "BEGIN IMMEDIATE", 0);
    readonly Statement commit = new(connection, "COMMIT", 0);
    readonly Statement rollback = new(connection, "ROLLBACK", 0);

    public void Write(int row, int problem, SolvedProblem solved)
    {
        begin.Run();
        try
        {
            Insert(row, problem, solved);
            commit.Run();
        }
        catch
        {
            rollback.Run();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in (Statement[])[results, candidates, steps, begin, commit, rollback]) statement.Dispose();
    }

    void Insert(int row, int problem, SolvedProblem solved)
    {
        ProblemOutcome o = solved.Outcome;
        Usage u = o.Usage;
        results.Run(
            row, problem, attempt, o.Answer, o.IsCorrect, o.CorrectSamples, o.Samples, o.Truncated, o.Rejection,
            u.PromptTokens, u.GeneratedTokens, u.PolicyTokens, u.PolicyCachedTokens, u.PrmTokens, u.PrmCachedTokens, u.PolicyFlops, u.PrmFlops,
            u.PolicyPasses, u.PrmPasses, o.Elapsed.TotalSeconds, o.Share.Seconds, o.Share.Joules);
        if (solved.Verdict is not { } verdict) return;
        AnswerKey key = new(o.Item.Answer);
        for (int c = 0; c < verdict.Candidates.Length; c++) Insert(row, problem, c, solved.Slots[c], verdict.Candidates[c], key, verdict.Chosen?.Id == verdict.Candidates[c].Trajectory.Id);
        for (int t = 0; t < verdict.Truncated.Length; t++)
        {
            Trajectory trajectory = verdict.Truncated[t];
            Candidate cut = new() { Trajectory = trajectory, Answer = null, Group = -1, Score = null, Weight = trajectory.Multiplicity };
            int number = verdict.Candidates.Length + t;
            Insert(row, problem, number, solved.Slots[number], cut, key, isSelected: false);
        }
    }

    void Insert(int row, int problem, int number, int slot, Candidate candidate, AnswerKey key, bool isSelected)
    {
        Trajectory trajectory = candidate.Trajectory;
        candidates.Run(
            row, problem, number, slot, trajectory.Seed.ToString(CultureInfo.InvariantCulture), Word(trajectory.State),
            candidate.Answer, candidate.Group, candidate.Score, trajectory.Multiplicity, key.Accepts(candidate.Answer), isSelected, trajectory.TokenCount);
        for (int s = 0; s < trajectory.Steps.Length; s++)
        {
            Step step = trajectory.Steps[s];
            steps.Run(row, problem, number, s, step.Text, step.TokenCount, step.Score, step.LogProbability);
        }
    }

    static string Word(TrajectoryState state) => state == TrajectoryState.Finished ? "finished" : "truncated";
}
