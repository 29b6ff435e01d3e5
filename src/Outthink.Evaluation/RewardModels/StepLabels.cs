using System.Collections.Immutable;

namespace Outthink.Evaluation.RewardModels;

/// <summary>Exact labels of steps, for problems with one canonical solution wording.</summary>
public static class StepLabels
{
    /// <summary>
    /// The first step that differs from the canonical one, white space at its end aside; a step beyond the canonical
    /// solution is wrong. Null when all steps are right.
    /// </summary>
    public static int? FirstError(ImmutableArray<string> canonical, IReadOnlyList<string> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        for (int i = 0; i < steps.Count; i++)
            if (i >= canonical.Length || !steps[i].AsSpan().TrimEnd().SequenceEqual(canonical[i].AsSpan().TrimEnd())) return i;
        return null;
    }
}
