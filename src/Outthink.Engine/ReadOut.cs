using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>What a scoring reads from the model's states.</summary>
public abstract record ReadOut
{
    private ReadOut() { }

    /// <summary>
    /// The log-probability of each token of the continuation given everything before it: as many values as tokens.
    /// </summary>
    public sealed record TokenLogProbs : ReadOut
    {
        /// <summary>For each continuation the first token whose value is asked for; those before it have the value 0. Empty: all are.</summary>
        public ImmutableArray<int> From { get; init; } = [];
    }

    /// <summary>What is read at given positions of the continuations.</summary>
    public abstract record AtPositions : ReadOut
    {
        private protected AtPositions() { }

        /// <summary>
        /// For each continuation of the request, indices of its tokens, ascending: the model is read after it has
        /// seen that token. −1 reads after the parent's last token, before the continuation's first.
        /// </summary>
        public required ImmutableArray<ImmutableArray<int>> Positions { get; init; }
    }

    /// <summary>
    /// The log-softmax over the logits of the labels alone. Values are [position][label], in the order of both lists.
    /// </summary>
    public sealed record LabelLogProbs : AtPositions
    {
        /// <summary>Token ids.</summary>
        public required ImmutableArray<int> Labels { get; init; }
    }

    /// <summary>
    /// The raw outputs of the model's reward head, before any sigmoid or softmax. Values are
    /// [position][<see cref="LanguageModel.HeadOutputs"/>].
    /// </summary>
    public sealed record Head : AtPositions;

    /// <summary>
    /// The likeliest next tokens, likeliest first, equal ones by id. Values are their log-probabilities,
    /// [position][<see cref="Count"/>]; their ids are <see cref="Scoring.TopTokens"/>.
    /// </summary>
    public sealed record TopLogProbs : AtPositions
    {
        /// <summary>Tokens at each position, 1 to the size of the vocabulary.</summary>
        public required int Count { get; init; }
    }
}
