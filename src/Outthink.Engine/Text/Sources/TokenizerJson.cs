using Outthink.Engine.Text.PreTokenizers;

namespace Outthink.Engine.Text.Sources;

/// <summary>Reads tokenizer.json, the format of Hugging Face's tokenizers library, for BPE vocabularies.</summary>
static class TokenizerJson
{
    /// <exception cref="Weights.ModelFileException">It is damaged, or asks for something that this engine does not do.</exception>
    public static TokenizerParts Read(string file, JsonPart root, FolderConfig config)
    {
        var model = root["model"];
        if (!model["type"].IsAbsent && model["type"].Text() != "BPE")
            throw model["type"].Fault($"is '{model["type"].Text()}'; this engine reads BPE");
        foreach (var absent in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (!model[absent].IsAbsent && model[absent].Text().Length > 0)
                throw model[absent].Fault("is set; this engine reads vocabularies without it");
        }
        var rules = new JsonRules(root);
        var hasBytes = model["byte_fallback"].Flag() ?? false;
        var vocabulary = ReadVocabulary(file, root, rules.IsByteLevel, hasBytes);
        var pairs = model["merges"].Items().Select(ReadPair).ToArray();
        var merges = MergeRules.FromPairs(vocabulary, "model.merges", pairs.Length, rank => pairs[rank]);
        var takesWholeWords = model["ignore_merges"].Flag() ?? false;
        var unknown = model["unk_token"].IsAbsent ? null : vocabulary.IdOf(model["unk_token"].Text());
        if (takesWholeWords && !rules.IsByteLevel)
            throw model["ignore_merges"].Fault("is true for a vocabulary that is not byte-level, which this engine does not read");
        return new()
        {
            Vocabulary = vocabulary,
            Form = rules.Form,
            PreTokenizer = rules.Cutter(rules.IsByteLevel ? null : new NeverJoined(MergeRules.Mergeable(vocabulary))),
            Words = rules.IsByteLevel
                ? new ByteWords(vocabulary, merges, vocabulary.ByteIds(unknown), takesWholeWords)
                : new CharacterWords(vocabulary, merges, hasBytes, unknown),
            Roles = PostProcessor.Read(root["post_processor"]).With(config, vocabulary),
        };
    }

    static Vocabulary ReadVocabulary(string file, JsonPart root, bool isByteLevel, bool hasBytes)
    {
        var builder = new VocabularyBuilder(file);
        foreach (var (text, id) in root["model"]["vocab"].Members())
        {
            var isByte = hasBytes && text is ['<', '0', 'x', _, _, '>'];
            builder.Add(id.Integer(), text, isByte ? TokenKind.Byte : TokenKind.Normal);
        }
        foreach (var token in root["added_tokens"].Items())
            builder.AddAdded(AddedToken.Read(token, token["id"].Integer()));
        return builder.Build(isByteLevel ? TokenSpelling.Bytes : TokenSpelling.Spaced);
    }

    /// <summary>A merge as "left right" or ["left", "right"].</summary>
    static (string Joined, int Left) ReadPair(JsonPart merge)
    {
        if (merge.IsArray)
        {
            string[] both = [.. merge.Items().Select(p => p.Text())];
            return both.Length == 2 ? (both[0] + both[1], both[0].Length) : throw merge.Fault("should be a pair");
        }
        var text = merge.Text();
        var space = text.Length > 1 ? text.IndexOf(' ', 1) : -1;
        return space < 0 ? (text, 0) : (text.Remove(space, 1), space);
    }
}
