using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Makes a tokeniser of a SentencePiece model and the tokens added to it.</summary>
static class SentencePieceFile
{
    /// <exception cref="ModelFileException">The file is damaged or of a kind that is not read.</exception>
    public static TokenizerParts Read(string file, ReadOnlySpan<byte> bytes, FolderConfig config)
    {
        var model = SentencePieceModel.Read(file, bytes);
        var builder = new VocabularyBuilder(file);
        for (var id = 0; id < model.Pieces.Count; id++)
            builder.Add(id, model.Pieces[id], model.Kinds[id]);
        foreach (var token in config.AddedTokens)
        {
            // The model's own specials are repeated there; what kind they are, the model knows.
            if (builder.IdOf(token.Text) is not { } known || known >= model.Pieces.Count)
                builder.AddAdded(token);
        }
        var vocabulary = builder.Build(TokenSpelling.Spaced);
        var scores = new float[vocabulary.Count];
        for (var id = 0; id < model.Scores.Count; id++)
            scores[id] = model.Scores[id];
        var unknown = model.Kinds.Index().Where(k => k.Item == TokenKind.Unknown).Select(k => (int?)k.Index).FirstOrDefault();
        var (preTokenizer, words) = SentencePieceWords.Of(vocabulary, scores, unknown);
        return new()
        {
            Vocabulary = vocabulary,
            Form = new() { MarksSpaces = true, Prefix = model.AddsPrefix ? SpacePrefix.Stretch : SpacePrefix.None },
            PreTokenizer = preTokenizer,
            Words = words,
            Roles = new FolderSpecials("<s>", "</s>", AddBos: vocabulary.IdOf("<s>") is not null).With(config, vocabulary),
        };
    }
}
