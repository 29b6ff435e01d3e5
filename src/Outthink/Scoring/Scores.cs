namespace Outthink.Scoring;

/// <summary>Aggregation of raw step scores.</summary>
public static class Scores
{
    /// <summary>One number for a trajectory's step scores, in step order.</summary>
    /// <exception cref="ArgumentException">There is no score.</exception>
    public static double Aggregate(ReadOnlySpan<double> scores, Aggregation aggregation)
    {
        if (scores.IsEmpty) throw new ArgumentException("No step has a score, so there is nothing to aggregate.", nameof(scores));
        return aggregation switch
        {
            Aggregation.Last => scores[^1],
            Aggregation.Min => Min(scores),
            Aggregation.Mean => Sum(scores) / scores.Length,
            Aggregation.Product => Product(scores),
            _ => throw new ArgumentOutOfRangeException(nameof(aggregation), aggregation, "Unknown aggregation."),
        };
    }

    /// <summary>The aggregated score of a trajectory; null when it has no steps or one of them is unscored.</summary>
    public static double? Aggregate(Trajectory trajectory, Aggregation aggregation)
    {
        ArgumentNullException.ThrowIfNull(trajectory);
        if (trajectory.Steps.IsEmpty || trajectory.Steps.Any(s => s.Score is null)) return null;
        double[] scores = [.. trajectory.Steps.Select(s => s.Score!.Value)];
        return Aggregate(scores, aggregation);
    }

    private static double Min(ReadOnlySpan<double> scores)
    {
        double min = scores[0];
        foreach (double score in scores) min = Math.Min(min, score);
        return min;
    }

    private static double Sum(ReadOnlySpan<double> scores)
    {
        double sum = 0;
        foreach (double score in scores) sum += score;
        return sum;
    }

    private static double Product(ReadOnlySpan<double> scores)
    {
        double product = 1;
        foreach (double score in scores) product *= score;
        return product;
    }
}
