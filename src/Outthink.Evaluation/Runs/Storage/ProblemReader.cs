using System.Globalization;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Reads the finished problems of one row back, with their verdicts; trajectories are named by their number. Not thread-safe.</summary>
internal sealed class ProblemReader(SqliteConnection connection, Suite suite)
{
    public SortedDictionary<int, SolvedProblem> Read(int row, string strategy)
    {
        ILookup<(int, int), Step> steps = ReadSteps(row);
        ILookup<int, StoredCandidate> candidates = ReadCandidates(row, steps);
        SortedDictionary<int, SolvedProblem> problems = [];
        using Statement select = new(connection, """
            SELECT problem, answer, correct, correct_samples, truncated, rejection, prompt_tokens, generated_tokens, policy_tokens, policy_cached_tokens,
                prm_tokens, prm_cached_tokens, policy_flops, prm_flops, policy_passes, prm_passes, seconds, share_seconds, share_joules
            FROM results WHERE "row" = $0
            """, 1);
        using SqliteDataReader r = select.Read(row);
        while (r.Read())
        {
            int problem = r.GetInt32(0);
            ProblemOutcome outcome = new()
            {
                Item = suite.Items[problem],
                Answer = Text(r, 1),
                IsCorrect = r.GetBoolean(2),
                CorrectSamples = r.GetInt32(3),
                Truncated = r.GetInt32(4),
                Rejection = Text(r, 5),
                Usage = new()
                {
                    PromptTokens = r.GetInt64(6),
                    GeneratedTokens = r.GetInt64(7),
                    PolicyTokens = r.GetInt64(8),
                    PolicyCachedTokens = r.GetInt64(9),
                    PrmTokens = r.GetInt64(10),
                    PrmCachedTokens = r.GetInt64(11),
                    PolicyFlops = r.GetDouble(12),
                    PrmFlops = r.GetDouble(13),
                    PolicyPasses = r.GetInt64(14),
                    PrmPasses = r.GetInt64(15),
                },
                Elapsed = TimeSpan.FromSeconds(r.GetDouble(16)),
                Share = new(r.GetDouble(17), Number(r, 18)),
            };
            problems.Add(problem, Join(outcome, strategy, [.. candidates[problem]]));
        }
        return problems;
    }

    static SolvedProblem Join(ProblemOutcome outcome, string strategy, StoredCandidate[] stored)
    {
        if (outcome.Rejection is not null) return new() { Outcome = outcome, Verdict = null, Slots = [] };
        Verdict verdict = new()
        {
            Problem = new() { Id = outcome.Item.Id, Text = outcome.Item.Problem },
            Strategy = strategy,
            Answer = outcome.Answer,
            Chosen = stored.FirstOrDefault(c => c.IsSelected)?.Candidate.Trajectory,
            Candidates = [.. stored.Where(c => c.Candidate.Trajectory.State == TrajectoryState.Finished).Select(c => c.Candidate)],
            Truncated = [.. stored.Where(c => c.Candidate.Trajectory.State == TrajectoryState.Truncated).Select(c => c.Candidate.Trajectory)],
            Usage = outcome.Usage,
            Elapsed = outcome.Elapsed,
            Ending = VerdictEnding.Complete,
        };
        return new() { Outcome = outcome, Verdict = verdict, Slots = [.. stored.Select(c => c.Slot)] };
    }

    ILookup<int, StoredCandidate> ReadCandidates(int row, ILookup<(int, int), Step> steps)
    {
        using Statement select = new(connection, """
            SELECT problem, candidate, slot, seed, state, answer, answer_group, score, multiplicity, selected
            FROM candidates WHERE "row" = $0 ORDER BY problem, candidate
            """, 1);
        using SqliteDataReader r = select.Read(row);
        List<(int Problem, StoredCandidate Candidate)> found = [];
        while (r.Read())
        {
            (int problem, int number) = (r.GetInt32(0), r.GetInt32(1));
            Trajectory trajectory = new()
            {
                Id = new(number),
                Steps = [.. steps[(problem, number)]],
                State = r.GetString(4) == "finished" ? TrajectoryState.Finished : TrajectoryState.Truncated,
                Seed = ulong.Parse(r.GetString(3), CultureInfo.InvariantCulture),
                Multiplicity = r.GetInt32(8),
            };
            Candidate candidate = new() { Trajectory = trajectory, Answer = Text(r, 5), Group = r.GetInt32(6), Score = Number(r, 7), Weight = trajectory.Multiplicity };
            found.Add((problem, new(candidate, r.GetInt32(2), r.GetBoolean(9))));
        }
        return found.ToLookup(f => f.Problem, f => f.Candidate);
    }

    ILookup<(int, int), Step> ReadSteps(int row)
    {
        using Statement select = new(connection, """SELECT problem, candidate, text, tokens, score FROM steps WHERE "row" = $0 ORDER BY problem, candidate, step""", 1);
        using SqliteDataReader r = select.Read(row);
        List<((int, int) Place, Step Step)> found = [];
        while (r.Read()) found.Add(((r.GetInt32(0), r.GetInt32(1)), new Step(r.GetString(2), r.GetInt32(3)) { Score = Number(r, 4) }));
        return found.ToLookup(f => f.Place, f => f.Step);
    }

    static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static double? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    sealed record StoredCandidate(Candidate Candidate, int Slot, bool IsSelected);
}
