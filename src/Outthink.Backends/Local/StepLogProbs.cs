using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>Shares the log-probabilities of drawn tokens out to the steps made of them.</summary>
internal static class StepLogProbs
{
    /// <summary>The steps with the sum over their tokens, added up in order, so that a step written in pieces has the sum of one written at once; a sum that is not finite is left out.</summary>
    /// <param name="steps">Steps that follow each other from the first token on.</param>
    /// <param name="logProbs">One value a token, natural log.</param>
    public static ImmutableArray<Step> AddTo(ImmutableArray<Step> steps, ImmutableArray<float> logProbs)
    {
        var told = ImmutableArray.CreateBuilder<Step>(steps.Length);
        int start = 0;
        foreach (Step step in steps)
        {
            double sum = 0;
            foreach (float logProb in logProbs.AsSpan(start, step.TokenCount)) sum += logProb;
            told.Add(step with { LogProbability = double.IsFinite(sum) ? sum : null });
            start += step.TokenCount;
        }
        return told.MoveToImmutable();
    }
}
