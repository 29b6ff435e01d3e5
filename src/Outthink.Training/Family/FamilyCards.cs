using System.Collections.Immutable;
using System.Globalization;
using Outthink.Engine;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Data;
using Outthink.Training.Measuring;

namespace Outthink.Training.Family;

/// <summary>
/// Writes the cards of trained models. Reward models are measured on rollouts of all policies trained with them, their
/// thresholds chosen on rollouts of other problems.
/// </summary>
internal sealed class FamilyCards(FamilyTrainingOptions options, IReadOnlyList<(TrainingJob Job, TrainingRun.Result Result)> models)
{
    private const ulong RolloutSeed = 30_000_001;
    private const ulong ThresholdSeed = 40_000_003;

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var measured = await DrawAsync(RolloutSeed, cancellationToken);
        var separate = await DrawAsync(ThresholdSeed, cancellationToken);
        foreach (var (job, result) in models)
            foreach (var role in TinyFamily.RolesOf(job))
            {
                var card = role.IsPrm ? PrmCard(job, result, role, measured, separate) : PolicyCard(job, result, role);
                card.Write(Path.Combine(options.OutputFolder, role.CardFile));
            }
    }

    private async Task<ImmutableSortedDictionary<string, ImmutableArray<Rollout>>> DrawAsync(ulong seed, CancellationToken cancellationToken)
    {
        await using var engine = new InferenceEngine();
        var rollouts = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<Rollout>>(StringComparer.Ordinal);
        var problems = ArithmeticSuite.Draw(seed, options.MeasuredRollouts);
        foreach (var (job, _) in models.Where(model => TinyFamily.RolesOf(model.Job).Any(role => role is { IsPrm: false, IsControl: false })))
            rollouts.Add(job.Name, await Rollouts.DrawAsync(engine, ModelFiles.PathOf(options, job), problems, seed, cancellationToken));
        return rollouts.ToImmutable();
    }

    private TrainedCard PolicyCard(TrainingJob job, TrainingRun.Result result, FamilyRole role) => new()
    {
        Name = role.Name,
        Role = "policy",
        File = job.Name + ".gguf",
        Default = role.IsDefault ? true : null,
        Control = role.IsControl ? true : null,
        Parameters = job.Shape.EvaluatedParameters,
        Training = Record(job, result),
        Results = Accuracy(result),
    };

    private TrainedCard PrmCard(TrainingJob job, TrainingRun.Result result, FamilyRole role, ImmutableSortedDictionary<string, ImmutableArray<Rollout>> measured, ImmutableSortedDictionary<string, ImmutableArray<Rollout>> separate)
    {
        var scores = measured.ToImmutableSortedDictionary(entry => entry.Key, entry => StepScores.Of(result.Network, job.Text, entry.Value));
        var areas = scores.Select(entry => KeyValuePair.Create(entry.Key, Ranking.AreaUnderCurve(entry.Value))).Where(entry => !double.IsNaN(entry.Value)).ToArray();
        var areaOfAll = Ranking.AreaUnderCurve([.. scores.Values.SelectMany(values => values)]);
        var isLabels = job.Text == TrainingText.StepLabels;
        return new()
        {
            Name = role.Name,
            Role = "prm",
            File = job.Name + ".gguf",
            Default = role.IsDefault ? true : null,
            Control = role.IsControl ? true : null,
            Parameters = job.Shape.EvaluatedParameters,
            ReadOut = isLabels ? "labels" : "likelihood",
            StepLayout = job.Text == TrainingText.SolutionsWithDigitsReversed ? "digits-reversed" : "verbatim",
            LabelTokens = isLabels ? new TrainedCard.LabelPair("+", "-") : null,
            Marker = isLabels ? ArithmeticProblem.Delimiter : null,
            Auc = double.IsNaN(areaOfAll) ? null : Rounded(areaOfAll),
            AucByPolicy = areas.ToImmutableSortedDictionary(entry => entry.Key, entry => Rounded(entry.Value)),
            Threshold = Ranking.BestThreshold([.. separate.Values.SelectMany(rollouts => StepScores.Of(result.Network, job.Text, rollouts))]),
            Training = Record(job, result),
            Results = isLabels ? null : Accuracy(result),
        };
    }

    private TrainedCard.TrainingRecord Record(TrainingJob job, TrainingRun.Result result) => new(
        job.Text switch
        {
            TrainingText.Solutions => "arithmetic word problems with their canonical solutions, held-out ones rejected",
            TrainingText.SolutionsWithDigitsReversed => "arithmetic word problems with their canonical solutions, digits of the solutions' numbers least significant first, held-out ones rejected",
            _ => "arithmetic word problems with right and corrupted solutions, labels at step ends, held-out ones rejected",
        },
        options.Seed, job.StartsFrom, result.Checkpoint.Tokens, job.Schedule.Updates, job.TokensPerUpdate, Math.Round(result.Checkpoint.Seconds / 60, 1), 1,
        string.Create(CultureInfo.InvariantCulture, $"AdamW, {job.Schedule.WarmUp} updates of warm-up to {job.Schedule.Peak}, cosine to {Optimisation.Schedule.Floor} of it at update {job.Schedule.FloorReached}, then constant; an average of the weights (decay {Optimisation.AdamW.AverageDecay} an update)"));

    private TrainedCard.AccuracyRecord Accuracy(TrainingRun.Result result) => new(
        Rounded(result.Accuracy[0].Greedy),
        Rounded(result.Accuracy[0].Sampled),
        ByLevel(result, accuracy => accuracy.Greedy),
        ByLevel(result, accuracy => accuracy.Sampled),
        options.MeasuredProblems,
        TrainingRun.MeasuringSeed,
        Rounded(result.Checkpoint.PlateauAccuracy));

    private static ImmutableSortedDictionary<int, double> ByLevel(TrainingRun.Result result, Func<HeldOutAccuracy, double> value)
        => ArithmeticLevel.All.ToImmutableSortedDictionary(level => level.Level, level => Rounded(value(result.Accuracy[level.Level])));

    private static double Rounded(double value) => Math.Round(value, 4);
}
