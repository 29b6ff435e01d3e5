using System.Globalization;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Collects entries that come with their ids, in any order, from several places.</summary>
sealed class VocabularyBuilder(string file)
{
    readonly Dictionary<int, (string Text, TokenKind Kind)> entries = [];
    readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    public int Count => entries.Count;

    public int? IdOf(string text) => ids.TryGetValue(text, out var id) ? id : null;

    public TokenKind? KindOf(int id) => entries.TryGetValue(id, out var entry) ? entry.Kind : null;

    /// <exception cref="ModelFileException">The id has another text already.</exception>
    public void Add(int id, string text, TokenKind kind)
    {
        if (entries.TryGetValue(id, out var entry) && entry.Text != text)
            throw new ModelFileException(file, $"token {id} is both '{entry.Text}' and '{text}'; the file is damaged, fetch it again");
        entries[id] = (text, kind);
        ids[text] = id;
    }

    /// <summary>An added token: one that the vocabulary holds already keeps its id, as in the tokenizers library.</summary>
    public void AddAdded(AddedToken token) =>
        Add(IdOf(token.Text) ?? token.Id, token.Text, token.IsSpecial ? TokenKind.Control : TokenKind.UserDefined);

    /// <summary>The vocabulary; ids that nothing has are entries without text.</summary>
    /// <exception cref="ModelFileException">There are no entries, or far fewer than ids.</exception>
    public Vocabulary Build(TokenSpelling spelling)
    {
        var largest = entries.Count == 0 ? -1L : entries.Keys.Max();
        if (largest < 0 || largest >= (2L * entries.Count) + 1024)
            throw new ModelFileException(file, $"it has {entries.Count} tokens, and the largest id is {largest.ToString(CultureInfo.InvariantCulture)}; the file is damaged, fetch it again");
        var texts = new string[largest + 1];
        var kinds = new TokenKind[texts.Length];
        Array.Fill(texts, "");
        Array.Fill(kinds, TokenKind.Unused);
        foreach (var (id, (text, kind)) in entries)
            (texts[id], kinds[id]) = (text, kind);
        return new(file, texts, kinds, spelling);
    }
}
