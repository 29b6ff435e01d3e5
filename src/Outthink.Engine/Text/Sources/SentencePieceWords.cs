using Outthink.Engine.Text.PreTokenizers;

namespace Outthink.Engine.Text.Sources;

/// <summary>SentencePiece's BPE (bpe_model.cc): neighbours that together are a token merge, the highest score first.</summary>
static class SentencePieceWords
{
    /// <param name="vocabulary">The entries.</param>
    /// <param name="scores">The score of each.</param>
    /// <param name="unknown">The token for bytes that have none.</param>
    /// <exception cref="Weights.ModelFileException">A token is too long, or a byte has no token and there is no unknown token.</exception>
    public static (PreTokenizer PreTokenizer, WordEncoder Words) Of(Vocabulary vocabulary, ReadOnlySpan<float> scores, int? unknown)
    {
        float[] distinct = [.. scores.ToArray().Distinct().OrderDescending()];
        var rankOf = distinct.Index().ToDictionary(s => s.Item, s => s.Index);
        var ranks = new int[scores.Length];
        for (var id = 0; id < ranks.Length; id++)
            ranks[id] = rankOf[scores[id]];
        var words = new CharacterWords(vocabulary, MergeRules.FromRanks(vocabulary, ranks), hasBytes: vocabulary.IdOf("<0x00>") is not null, unknown);
        return (new NeverJoined(MergeRules.Mergeable(vocabulary)), words);
    }
}
