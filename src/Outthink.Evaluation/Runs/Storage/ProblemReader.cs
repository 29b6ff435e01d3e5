using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Reads the finished problems of one row back, one after another in the suite's order; trajectories are named by their number. Not thread-safe.</summary>
internal sealed class ProblemReader(SqliteConnection connection, Suite suite)
{
    /// <summary>With their verdicts; one problem's trajectories are in memory at a time.</summary>
    public IEnumerable<KeyValuePair<int, SolvedProblem>> Read(int row, string strategy)
    {
        using Statement selectResults = Results(), selectCandidates = Candidates(), selectSteps = Steps();
        using SqliteDataReader results = selectResults.Read(row), candidates = selectCandidates.Read(row), steps = selectSteps.Read(row);
        Cursor candidate = new(candidates), step = new(steps);
        while (results.Read())
        {
            int problem = results.GetInt32(0);
            List<StoredCandidate> stored = [];
            while (candidate.IsAt(problem))
            {
                stored.Add(Candidate(candidates, step, problem));
                candidate.Advance();
            }
            yield return new(problem, Join(Outcome(results), strategy, stored));
        }
    }

    /// <summary>Without their trajectories.</summary>
    public IEnumerable<KeyValuePair<int, ProblemOutcome>> ReadOutcomes(int row)
    {
        using Statement select = Results();
        using SqliteDataReader results = select.Read(row);
        while (results.Read()) yield return new(results.GetInt32(0), Outcome(results));
    }

    Statement Results() => new(connection, """
        SELECT problem, answer, correct, correct_samples, truncated, rejection, prompt_tokens, generated_tokens, policy_tokens, policy_cached_tokens,
            prm_tokens, prm_cached_tokens, policy_flops, prm_flops, policy_passes, prm_passes, seconds, share_seconds, share_joules, samples
        FROM results WHERE "row" = $0 ORDER BY problem
        """, 1);

    Statement Candidates() => new(connection, """
        SELECT problem, candidate, slot, seed, state, answer, answer_group, score, multiplicity, selected
        FROM candidates WHERE "row" = $0 ORDER BY problem, candidate
        """, 1);

    Statement Steps() => new(connection, """SELECT problem, candidate, text, tokens, score, log_probability FROM steps WHERE "row" = $0 ORDER BY problem, candidate, step""", 1);

    ProblemOutcome Outcome(SqliteDataReader r) => new()
    {
        Item = suite.Items[r.GetInt32(0)],
        Answer = Text(r, 1),
        IsCorrect = r.GetBoolean(2),
        CorrectSamples = r.GetInt32(3),
        Samples = r.GetInt32(19),
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

    static StoredCandidate Candidate(SqliteDataReader r, Cursor step, int problem)
    {
        int number = r.GetInt32(1);
        ImmutableArray<Step>.Builder steps = ImmutableArray.CreateBuilder<Step>();
        while (step.IsAt(problem, number))
        {
            steps.Add(new Step(step.Reader.GetString(2), step.Reader.GetInt32(3)) { Score = Number(step.Reader, 4), LogProbability = Number(step.Reader, 5) });
            step.Advance();
        }
        Trajectory trajectory = new()
        {
            Id = new(number),
            Steps = steps.ToImmutable(),
            State = r.GetString(4) == "finished" ? TrajectoryState.Finished : TrajectoryState.Truncated,
            Seed = ulong.Parse(r.GetString(3), CultureInfo.InvariantCulture),
            Multiplicity = r.GetInt32(8),
        };
        Candidate candidate = new() { Trajectory = trajectory, Answer = Text(r, 5), Group = r.GetInt32(6), Score = Number(r, 7), Weight = trajectory.Multiplicity };
        return new(candidate, r.GetInt32(2), r.GetBoolean(9));
    }

    static SolvedProblem Join(ProblemOutcome outcome, string strategy, List<StoredCandidate> stored)
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

    static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    static double? Number(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDouble(column);

    sealed record StoredCandidate(Candidate Candidate, int Slot, bool IsSelected);

    /// <summary>Records ordered by problem and candidate, of which a part is taken at a time; what nobody asks for is passed over.</summary>
    sealed class Cursor(SqliteDataReader reader)
    {
        bool isOnRecord = reader.Read();

        public SqliteDataReader Reader => reader;

        public void Advance() => isOnRecord = reader.Read();

        public bool IsAt(int problem)
        {
            while (isOnRecord && reader.GetInt32(0) < problem) Advance();
            return isOnRecord && reader.GetInt32(0) == problem;
        }

        public bool IsAt(int problem, int candidate)
        {
            while (IsAt(problem) && reader.GetInt32(1) < candidate) Advance();
            return isOnRecord && reader.GetInt32(0) == problem && reader.GetInt32(1) == candidate;
        }
    }
}
