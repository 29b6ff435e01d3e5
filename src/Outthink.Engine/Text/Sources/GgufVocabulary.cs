using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>The entries of a GGUF file's vocabulary and what its keys say of them.</summary>
sealed class GgufVocabulary
{
    const string TokensKey = "tokenizer.ggml.tokens";
    const string KindsKey = "tokenizer.ggml.token_type";

    readonly GgufFile file;
    readonly HashSet<int> ends = [];

    /// <exception cref="ModelFileException">The keys are missing or contradict each other.</exception>
    public GgufVocabulary(GgufFile file, TokenSpelling spelling)
    {
        this.file = file;
        var texts = file.Metadata.GetStrings(TokensKey).ToArray();
        var kinds = ReadKinds(texts.Length);
        MarkControls(texts, kinds);
        Vocabulary = new(file.Path, texts, kinds, spelling);
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens whose names say that they end a text.</summary>
    public IEnumerable<int> NamedEnds => ends;

    /// <summary>The id under tokenizer.ggml.{role}_token_id, or null when the file names none.</summary>
    public int? SpecialId(string role) => SpecialId(role, Vocabulary.Count);

    /// <summary>Whether a token goes at its end of a text, as tokenizer.ggml.add_{role}_token says.</summary>
    public bool Adds(string role, int? id, bool byDefault)
    {
        var key = $"tokenizer.ggml.add_{role}_token";
        var adds = file.Metadata.TryGetBool(key, out var said) ? said : byDefault;
        return adds && id is null
            ? throw new ModelFileException(file.Path, $"{key} is set, but the file names no such token; convert the model again")
            : adds;
    }

    int? SpecialId(string role, int count)
    {
        var key = $"tokenizer.ggml.{role}_token_id";
        if (!file.Metadata.TryGetUInt32(key, out var id))
            return null;
        return id < count ? (int)id : throw new ModelFileException(file.Path, $"{key} is {id}, but the vocabulary has {count} tokens; convert the model again");
    }

    TokenKind[] ReadKinds(int count)
    {
        var kinds = new TokenKind[count];
        if (!file.Metadata.TryGetInt32s(KindsKey, out var numbers))
        {
            Array.Fill(kinds, TokenKind.Normal);
            return kinds;
        }
        if (numbers.Length != count)
            throw new ModelFileException(file.Path, $"{KindsKey} has {numbers.Length} entries for {count} tokens; convert the model again");
        for (var id = 0; id < count; id++)
            kinds[id] = (TokenKind)numbers[id];
        return kinds;
    }

    /// <summary>Tokens that by their names control the model are control tokens whatever kind the file gives them, as in llama.cpp.</summary>
    void MarkControls(string[] texts, TokenKind[] kinds)
    {
        var fills = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var role in SpecialNames.Fills)
        {
            if (role.Keys.Select(key => SpecialId(key, texts.Length)).FirstOrDefault(id => id is not null) is { } given)
            {
                if (role.EndsText)
                    ends.Add(given);
                continue;
            }
            foreach (var name in role.Names)
                fills.Add(name, role.EndsText);
        }
        for (var id = 0; id < texts.Length; id++)
        {
            var isEnd = SpecialNames.Ends.Contains(texts[id]);
            if (!fills.TryGetValue(texts[id], out var endsText) && !isEnd)
                continue;
            kinds[id] = TokenKind.Control;
            if (isEnd || endsText)
                ends.Add(id);
        }
    }
}
