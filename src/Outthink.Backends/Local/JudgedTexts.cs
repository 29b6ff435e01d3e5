using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>
/// Everything a scope has scored, by the steps' texts: a tree of steps. An outcome reward model's score is of a solution
/// that ends there, and says nothing of one that goes on.
/// </summary>
internal sealed class JudgedTexts(Judged root, bool isOutcome)
{
    private readonly Node first = new() { Judged = root };

    /// <summary>What is known of a solution with these steps.</summary>
    public Beginning Of(ImmutableArray<Step> steps)
    {
        var scores = ImmutableArray.CreateBuilder<double>(steps.Length);
        var logLikelihoods = ImmutableArray.CreateBuilder<double>();
        Node node = first;
        Judged longest = root;
        int depth = 0;
        for (; depth < steps.Length && node.Next.TryGetValue(steps[depth].Text, out Node? next); depth++)
        {
            node = next;
            longest = node.Judged ?? longest;
            scores.Add(node.Score);
            if (node.LogLikelihood is { } logLikelihood) logLikelihoods.Add(logLikelihood);
        }
        return isOutcome ? new(longest) : new(longest, scores.ToImmutable(), logLikelihoods.ToImmutable());
    }

    public void Add(ImmutableArray<Step> steps, Judged judged)
    {
        Node node = first;
        for (int i = 0; i < steps.Length; i++)
        {
            if (!node.Next.TryGetValue(steps[i].Text, out Node? next))
                node.Next.Add(steps[i].Text, next = new() { Score = judged.Scores[i], LogLikelihood = judged.LogLikelihoods.IsEmpty ? null : judged.LogLikelihoods[i] });
            node = next;
        }
        node.Judged ??= judged;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Next { get; } = new(StringComparer.Ordinal);

        public double Score { get; init; }

        public double? LogLikelihood { get; init; }

        /// <summary>The solution that ends here; null when only longer ones were scored.</summary>
        public Judged? Judged { get; set; }
    }
}
