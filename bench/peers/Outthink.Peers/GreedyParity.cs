using System.Collections.Immutable;
using Outthink.Engine;

namespace Outthink.Peers;

/// <summary>
/// Greedy continuations of the same prompts by our engine and by llama.cpp. Where they part at a token that llama.cpp
/// preferred by no more than <see cref="Margin"/>, rounding may decide: the rest of that prompt is not compared.
/// </summary>
/// <param name="Prompts">Prompts continued.</param>
/// <param name="Tokens">Tokens compared, over all prompts.</param>
/// <param name="Ties">Prompts left at a token within the margin.</param>
/// <param name="Different">Prompts that part beyond the margin: disagreements.</param>
/// <param name="WorstLogProb">Largest difference of the log-probabilities that both gave to an agreed token.</param>
/// <param name="First">The first disagreement, described.</param>
sealed record GreedyParity(int Prompts, int Tokens, int Ties, int Different, double WorstLogProb, string? First)
{
    /// <summary>Lead in log-probability beyond which the engines must choose the same token.</summary>
    public const double Margin = 1e-3;

    public static async Task<GreedyParity> MeasureAsync(LanguageModel model, LlamaServer peer, IReadOnlyCollection<string> prompts, int maxTokens, CancellationToken cancellationToken)
    {
        var total = new GreedyParity(prompts.Count, 0, 0, 0, 0, null);
        foreach (var prompt in prompts)
        {
            var ids = model.Tokenizer.Encode(prompt, addSpecial: true, parseSpecial: false);
            var ours = await ContinueAsync(model, ids, maxTokens, cancellationToken);
            var theirs = await peer.ContinueAsync(ids, maxTokens, cancellationToken);
            total = total.With(prompt, ours, theirs);
        }
        return total;
    }

    GreedyParity With(string prompt, Generation ours, ImmutableArray<PeerToken> theirs)
    {
        var worst = WorstLogProb;
        for (var i = 0; i < theirs.Length; i++)
        {
            if (i < ours.NewTokens.Length && ours.NewTokens[i] == theirs[i].Id)
            {
                worst = Math.Max(worst, Math.Abs(ours.LogProbs[i] - theirs[i].LogProb));
                continue;
            }
            if (theirs[i].Margin <= Margin)
                return this with { Tokens = Tokens + i, Ties = Ties + 1, WorstLogProb = worst };
            var mine = i < ours.NewTokens.Length ? $"{ours.NewTokens[i]}" : $"the end ({ours.StopReason})";
            return Differing($"token {i} after {Shown(prompt)}: ours {mine}, llama.cpp {theirs[i].Id}, which led by {theirs[i].Margin:g3}");
        }
        return theirs.Length == ours.NewTokens.Length
            ? this with { Tokens = Tokens + theirs.Length, WorstLogProb = worst }
            : Differing($"after {Shown(prompt)}: ours {ours.NewTokens.Length} tokens ({ours.StopReason}), llama.cpp {theirs.Length}");

        GreedyParity Differing(string what) => this with { Different = Different + 1, First = First ?? what, WorstLogProb = worst };
    }

    static async Task<Generation> ContinueAsync(LanguageModel model, ImmutableArray<int> prompt, int maxTokens, CancellationToken cancellationToken)
    {
        using var parent = model.Start(prompt);
        var request = new GenerateRequest { Seeds = [0], Sampling = SamplingOptions.Greedy, MaxNewTokens = maxTokens };
        var result = await model.GenerateAsync(parent, request, cancellationToken);
        result.Generations[0].Sequence.Dispose();
        return result.Generations[0];
    }

    static string Shown(string prompt) => prompt.Length <= 60 ? $"'{prompt}'" : $"'{prompt[..60]}…'";
}
