using System.Collections.Immutable;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Measuring;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;

namespace Outthink.Training.Family;

/// <summary>Trains one model from its start or its checkpoint to its end, on the calling thread.</summary>
internal sealed class TrainingRun(TrainingJob job, FamilyTrainingOptions options, TimeProvider time)
{
    private const int ReportEvery = 200;

    /// <summary>Measured problems are drawn with this seed; evaluations of models should use another.</summary>
    internal const ulong MeasuringSeed = 20_000_003;

    /// <summary>A finished model; the network holds the average of its weights, which is what ships.</summary>
    internal sealed record Result(Transformer Network, Checkpoint Checkpoint, HeldOutAccuracy[] Accuracy);

    private readonly string _checkpointPath = Path.Combine(options.WorkFolder, job.Name + ".checkpoint");
    private readonly ulong _seed = ArithmeticSuite.Hash($"{options.Seed}/{job.DrawsAs ?? job.Name}");
    private readonly ImmutableArray<ArithmeticProblem> _measured = ArithmeticSuite.Draw(MeasuringSeed, options.MeasuredProblems);

    private string Recipe => FormattableString.Invariant($"seed {options.Seed}, {job}");

    /// <param name="start">The finished model that the job starts from, if it does.</param>
    /// <param name="progress">Told every 200 updates and at the end.</param>
    /// <param name="cancellation">Saves a checkpoint and throws.</param>
    internal Result Train(Transformer? start, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var network = new Transformer(job.Shape, _seed + 1);
        var optimiser = new AdamW(network);
        var state = Checkpoint.Read(_checkpointPath, Recipe, network, optimiser);
        if (state is null)
        {
            state = new Checkpoint { Recipe = Recipe };
            if (start is not null)
            {
                start.Weights.CopyTo(network.Weights);
                network.WeightsChanged();
            }
        }
        state = Continue(network, optimiser, state, progress, cancellation);
        optimiser.ExchangeAverage();
        var accuracy = HeldOutAccuracy.Measure(network, job.Text, _measured);
        progress?.Report(new TrainingProgress(job.Name, state.Update, job.Schedule.Updates, 0, 0, 0, accuracy[0].Greedy));
        return new Result(network, state, accuracy);
    }

    private Checkpoint Continue(Transformer network, AdamW optimiser, Checkpoint state, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var batches = new BatchBuilder(job.Text, _seed, job.TokensPerUpdate);
        var batch = new PackedBatch();
        var clock = new Laps(time);
        double loss = 0;
        var losses = 0;
        var tokens = 0;
        while (state.Update < job.Schedule.Updates)
        {
            if (cancellation.IsCancellationRequested || clock.SinceSave > options.CheckpointInterval)
            {
                state = state with { Seconds = state.Seconds + clock.Save() };
                state.Write(_checkpointPath, network, optimiser);
                cancellation.ThrowIfCancellationRequested();
            }
            batches.Fill(batch, state.Update);
            loss += network.LossAndGradients(batch);
            losses++;
            tokens += batch.Tokens.Count;
            optimiser.Step(state.Update, job.Schedule.Rate(state.Update));
            state = state with { Update = state.Update + 1, Tokens = state.Tokens + batch.Tokens.Count };
            if (state.Update == job.Schedule.FourFifths) state = state with { PlateauAccuracy = AverageAccuracy(network, optimiser) };
            if (state.Update % ReportEvery != 0) continue;
            var seconds = clock.Report();
            progress?.Report(new TrainingProgress(job.Name, state.Update, job.Schedule.Updates, loss / losses, tokens / seconds, losses / seconds));
            loss = 0;
            losses = tokens = 0;
        }
        state = state with { Seconds = state.Seconds + clock.Save() };
        state.Write(_checkpointPath, network, optimiser);
        return state;
    }

    private double AverageAccuracy(Transformer network, AdamW optimiser)
    {
        optimiser.ExchangeAverage();
        var accuracy = HeldOutAccuracy.Measure(network, job.Text, _measured)[0].Greedy;
        optimiser.ExchangeAverage();
        return accuracy;
    }

    /// <summary>Two stop-watches on one clock.</summary>
    private sealed class Laps(TimeProvider time)
    {
        private long _saved = time.GetTimestamp(), _reported = time.GetTimestamp();

        internal TimeSpan SinceSave => time.GetElapsedTime(_saved);

        /// <summary>Seconds since the last save.</summary>
        internal double Save() => Restart(ref _saved);

        /// <summary>Seconds since the last report.</summary>
        internal double Report() => Restart(ref _reported);

        private double Restart(ref long from)
        {
            var seconds = time.GetElapsedTime(from).TotalSeconds;
            from = time.GetTimestamp();
            return Math.Max(seconds, 1e-9);
        }
    }
}
