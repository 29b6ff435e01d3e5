using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>What a scoring reads from the model's states.</summary>
public abstract record ReadOut
{
    private ReadOut() { }

    /// <summary>
    /// The log-probability of each token of the continuation given everything before it: as many values as tokens.
    /// </summary>
    public sealed record TokenLogProbs : ReadOut;

    /// <summary>
    /// At given positions of the continuation, after that token was read: the log-softmax over the logits of the
    /// labels alone. Values are [position][label], in the order of both lists.
    /// </summary>
    public sealed record LabelLogProbs : ReadOut
    {
        /// <summary>For each continuation of the request, indices of its tokens, ascending.</summary>
        public required ImmutableArray<ImmutableArray<int>> Positions { get; init; }

        /// <summary>Token ids.</summary>
        public required ImmutableArray<int> Labels { get; init; }
    }
}
