using Outthink.Evaluation.Runs;

namespace Outthink.Cli.Rendering;

/// <summary>How far an evaluation is, in one line.</summary>
internal static class ProgressText
{
    public static string Of(EvaluationProgress p)
    {
        string judge = p.Plan.Prm is { } prm ? $" {prm}" : "";
        string what = p.IsEstimatingDifficulty ? "difficulty" : $"{p.Plan.Strategy.Name} N={p.Plan.Samples}{judge}";
        string remaining = p.Remaining is { } left ? $", about {Numbers.Clock(left)} left" : "";
        return $"row {p.Row + 1}/{p.RowCount}  {p.Plan.Policy} {what}  {p.Done}/{p.Problems}  {Numbers.Percent((double)p.Solved / p.Done)} % solved  {Numbers.Clock(p.Elapsed)}{remaining}";
    }
}
