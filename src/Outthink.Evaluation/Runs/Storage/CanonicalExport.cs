using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>
/// A run as JSON lines in a fixed order: the configuration, the problems, then every row's results with their
/// trajectories; estimates of difficulty have negative row numbers. Time, energy, machine and loop passes are left out,
/// so that the same configuration always gives the same bytes.
/// </summary>
public static class CanonicalExport
{
    const string Format = "outthink-run";

    public static void Write(RunFile run, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(stream);
        RunConfiguration configuration = run.Configuration;
        Lines lines = new(stream);
        lines.Add(w =>
        {
            w.WriteString("format", Format);
            w.WriteNumber("version", RunSchema.Version);
            w.WritePropertyName("configuration");
            JsonSerializer.Serialize(w, configuration, RunJson.Default.RunConfiguration);
        });
        for (int problem = 0; problem < run.Suite.Items.Length; problem++)
        {
            Suites.SuiteItem item = run.Suite.Items[problem];
            int number = problem;
            lines.Add(w =>
            {
                w.WriteNumber("problem", number);
                w.WriteString("id", item.Id);
                w.WriteString("text", item.Problem);
                w.WriteString("reference", item.Answer);
                w.WriteString("level", item.Level);
                w.WriteString("subject", item.Subject);
            });
        }
        for (int row = -configuration.Estimates.Length; row < configuration.Rows.Length; row++)
        {
            RowPlan plan = (row < 0 ? configuration.Estimates[-1 - row] : configuration.Rows[row]).ToPlan();
            foreach ((int problem, SolvedProblem solved) in run.Stream(row, plan)) lines.Add(w => WriteResult(w, row, problem, solved));
        }
    }

    static void WriteResult(Utf8JsonWriter w, int row, int problem, SolvedProblem solved)
    {
        ProblemOutcome outcome = solved.Outcome;
        w.WriteNumber("row", row);
        w.WriteNumber("problem", problem);
        w.WriteString("answer", outcome.Answer);
        w.WriteBoolean("correct", outcome.IsCorrect);
        w.WriteNumber("correctSamples", outcome.CorrectSamples);
        w.WriteNumber("samples", outcome.Samples);
        w.WriteString("rejection", outcome.Rejection);
        w.WriteNumber("promptTokens", outcome.Usage.PromptTokens);
        w.WriteNumber("generatedTokens", outcome.Usage.GeneratedTokens);
        w.WriteNumber("policyTokens", outcome.Usage.PolicyTokens);
        w.WriteNumber("policyCachedTokens", outcome.Usage.PolicyCachedTokens);
        w.WriteNumber("prmTokens", outcome.Usage.PrmTokens);
        w.WriteNumber("prmCachedTokens", outcome.Usage.PrmCachedTokens);
        w.WriteNumber("policyFlops", outcome.Usage.PolicyFlops);
        w.WriteNumber("prmFlops", outcome.Usage.PrmFlops);
        w.WriteStartArray("candidates");
        if (solved.Verdict is { } verdict)
        {
            AnswerKey key = new(outcome.Item.Answer);
            for (int c = 0; c < verdict.Candidates.Length; c++) WriteCandidate(w, verdict.Candidates[c], solved.Slots[c], verdict, key);
            for (int t = 0; t < verdict.Truncated.Length; t++)
            {
                Trajectory cut = verdict.Truncated[t];
                WriteCandidate(w, new() { Trajectory = cut, Answer = null, Group = -1, Score = null, Weight = cut.Multiplicity }, solved.Slots[verdict.Candidates.Length + t], verdict, key);
            }
        }
        w.WriteEndArray();
    }

    static void WriteCandidate(Utf8JsonWriter w, Candidate candidate, int slot, Verdict verdict, AnswerKey key)
    {
        Trajectory trajectory = candidate.Trajectory;
        w.WriteStartObject();
        w.WriteNumber("slot", slot);
        w.WriteString("seed", trajectory.Seed.ToString(CultureInfo.InvariantCulture));
        w.WriteBoolean("finished", trajectory.State == TrajectoryState.Finished);
        w.WriteString("answer", candidate.Answer);
        w.WriteNumber("group", candidate.Group);
        WriteNumber(w, "score", candidate.Score);
        w.WriteNumber("multiplicity", trajectory.Multiplicity);
        w.WriteBoolean("correct", key.Accepts(candidate.Answer));
        w.WriteBoolean("selected", verdict.Chosen?.Id == trajectory.Id);
        w.WriteStartArray("steps");
        foreach (Step step in trajectory.Steps)
        {
            w.WriteStartObject();
            w.WriteString("text", step.Text);
            w.WriteNumber("tokens", step.TokenCount);
            WriteNumber(w, "score", step.Score);
            WriteNumber(w, "logProbability", step.LogProbability);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteEndObject();
    }

    static void WriteNumber(Utf8JsonWriter w, string name, double? number)
    {
        if (number is { } value) w.WriteNumber(name, value);
        else w.WriteNull(name);
    }

    sealed class Lines(Stream stream)
    {
        readonly ArrayBufferWriter<byte> buffer = new();

        public void Add(Action<Utf8JsonWriter> members)
        {
            buffer.ResetWrittenCount();
            using (Utf8JsonWriter writer = new(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                members(writer);
                writer.WriteEndObject();
            }
            stream.Write(buffer.WrittenSpan);
            stream.Write("\n"u8);
        }
    }
}
