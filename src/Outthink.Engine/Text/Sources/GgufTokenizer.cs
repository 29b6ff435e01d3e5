using System.Collections.Frozen;
using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Reads the tokeniser of a GGUF file (tokenizer.ggml.*) as llama.cpp does.</summary>
static class GgufTokenizer
{
    const string MergesKey = "tokenizer.ggml.merges";
    const string ScoresKey = "tokenizer.ggml.scores";

    /// <exception cref="ModelFileException">The file has no tokeniser, a damaged one, or one of a kind that is not read.</exception>
    public static TokenizerParts Read(GgufFile file)
    {
        var model = file.Metadata.GetString("tokenizer.ggml.model");
        return model switch
        {
            "gpt2" => ReadByteLevel(file),
            "llama" => ReadSentencePiece(file),
            _ => throw new ModelFileException(file.Path, $"its tokeniser is '{model}'; this engine reads byte-level BPE ('gpt2') and SentencePiece's BPE ('llama')"),
        };
    }

    static TokenizerParts ReadByteLevel(GgufFile file)
    {
        var rules = file.Metadata.TryGetString("tokenizer.ggml.pre", out var pre) && pre.Length > 0 ? pre : "default";
        var preTokenizer = PreTokenizerNames.Find(rules)
            ?? throw new ModelFileException(file.Path, $"its tokeniser splits text by the rules of '{rules}'; this engine knows {string.Join(", ", PreTokenizerNames.All.Select(n => $"'{n}'"))}");
        var entries = new GgufVocabulary(file, TokenSpelling.Bytes);
        var vocabulary = entries.Vocabulary;
        var merges = file.Metadata.GetStrings(MergesKey).ToArray();
        var words = new ByteWords(vocabulary, MergeRules.FromPairs(vocabulary, MergesKey, merges.Length, rank => Pair(merges[rank])),
            vocabulary.ByteIds(entries.SpecialId("unknown")), PreTokenizerNames.TakesWholeWords(rules));
        var bos = entries.SpecialId("bos");
        return Parts(entries, preTokenizer, words, new TextForm(), bos, entries.SpecialId("eos"), addBosByDefault: PreTokenizerNames.AddsBos(rules) && bos is not null);
    }

    static TokenizerParts ReadSentencePiece(GgufFile file)
    {
        var entries = new GgufVocabulary(file, TokenSpelling.Spaced);
        var vocabulary = entries.Vocabulary;
        if (!file.Metadata.TryGetFloats(ScoresKey, out var scores))
            scores = new float[vocabulary.Count];
        if (scores.Length != vocabulary.Count)
            throw new ModelFileException(file.Path, $"{ScoresKey} has {scores.Length} entries for {vocabulary.Count} tokens; convert the model again");
        var addsPrefix = !file.Metadata.TryGetBool("tokenizer.ggml.add_space_prefix", out var adds) || adds;
        var (preTokenizer, words) = SentencePieceWords.Of(vocabulary, scores, entries.SpecialId("unknown") ?? Known(0));
        var form = new TextForm { MarksSpaces = true, Prefix = addsPrefix ? SpacePrefix.Stretch : SpacePrefix.None };
        return Parts(entries, preTokenizer, words, form, entries.SpecialId("bos") ?? Known(1), entries.SpecialId("eos") ?? Known(2), addBosByDefault: vocabulary.Count > 1);

        int? Known(int id) => id < vocabulary.Count ? id : null;
    }

    static TokenizerParts Parts(GgufVocabulary entries, PreTokenizer preTokenizer, WordEncoder words, TextForm form, int? bos, int? eos, bool addBosByDefault)
    {
        int?[] named = [eos, entries.SpecialId("eot"), entries.SpecialId("eom")];
        return new()
        {
            Vocabulary = entries.Vocabulary,
            Form = form,
            PreTokenizer = preTokenizer,
            Words = words,
            Roles = new()
            {
                BosId = bos,
                EosId = eos,
                AddBos = entries.Adds("bos", bos, addBosByDefault),
                AddEos = entries.Adds("eos", eos, byDefault: false),
                Ends = named.OfType<int>().Concat(entries.NamedEnds).ToFrozenSet(),
            },
        };
    }

    /// <summary>"left right", where the left may itself begin with a space.</summary>
    static (string Joined, int Left) Pair(string merge)
    {
        var space = merge.Length > 1 ? merge.IndexOf(' ', 1) : -1;
        return space < 0 ? (merge, 0) : (merge.Remove(space, 1), space);
    }
}
