using Outthink.Engine.Text.Sources;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Conversion;

/// <summary>A SentencePiece model (tokenizer.model) and the tokens added to it, in the keys of GGUF.</summary>
static class SentencePieceKeys
{
    const float AddedScore = -1000; // as llama.cpp's converter has it; added tokens are cut out of texts, not merged

    /// <exception cref="ModelFileException">The file is damaged, or no SentencePiece model of the BPE kind.</exception>
    public static void AddTo(Dictionary<string, GgufValue> keys, string path, string folder, TokenList tokens)
    {
        var model = SentencePieceModel.Read(path, ModelFolderFile.Read(path));
        for (var id = 0; id < model.Pieces.Count; id++)
            tokens.Add(id, model.Pieces[id], model.Kinds[id], model.Scores[id]);
        foreach (var added in FolderConfig.Read(folder).AddedTokens)
        {
            // The model's own specials are repeated there; what kind they are, the model knows.
            if (tokens.IdOf(added.Text) is not { } known || known >= model.Pieces.Count)
                tokens.Add(added.Id, added.Text, added.IsSpecial ? Text.TokenKind.Control : Text.TokenKind.UserDefined, AddedScore);
        }
        keys["tokenizer.ggml.model"] = GgufValue.Of("llama");
        keys["tokenizer.ggml.pre"] = GgufValue.Of("default");
        keys["tokenizer.ggml.scores"] = GgufValue.OfArray<float>(tokens.Scores);
        keys["tokenizer.ggml.add_space_prefix"] = GgufValue.Of(model.AddsPrefix);
    }
}
