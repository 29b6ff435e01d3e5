namespace Outthink.Training.Measuring;

/// <summary>How well scores tell right from wrong.</summary>
internal static class Ranking
{
    /// <summary>Area under the ROC curve: the chance that a right step scores above a wrong one, ties counted half; NaN if one kind is missing.</summary>
    internal static double AreaUnderCurve(IReadOnlyCollection<(double Score, bool IsRight)> scores)
    {
        double right = 0, wrong = 0, won = 0;
        foreach (var group in scores.GroupBy(entry => entry.Score).OrderBy(group => group.Key))
        {
            double rightHere = group.Count(entry => entry.IsRight), wrongHere = group.Count() - rightHere;
            won += rightHere * (wrong + wrongHere / 2);
            right += rightHere;
            wrong += wrongHere;
        }
        return won / (right * wrong);
    }

    /// <summary>The threshold below which a step is called wrong, chosen for the best F1 of finding wrong steps.</summary>
    internal static double BestThreshold(IReadOnlyCollection<(double Score, bool IsRight)> scores)
    {
        double bestF1 = 0, best = 0;
        var wrong = scores.Count(entry => !entry.IsRight);
        int found = 0, called = 0;
        (double Score, bool IsRight)[] ordered = [.. scores.OrderBy(entry => entry.Score)];
        for (var i = 0; i + 1 < ordered.Length; i++)
        {
            called++;
            if (!ordered[i].IsRight) found++;
            var f1 = 2.0 * found / (called + wrong);
            if (f1 <= bestF1 || ordered[i].Score == ordered[i + 1].Score) continue;
            bestF1 = f1;
            best = (ordered[i].Score + ordered[i + 1].Score) / 2;
        }
        return best;
    }
}
