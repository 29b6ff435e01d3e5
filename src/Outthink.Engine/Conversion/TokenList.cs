using System.Globalization;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Conversion;

/// <summary>
/// The entries of a vocabulary as GGUF lists them: text, kind and, for SentencePiece, score of every id. Ids that
/// nothing has, up to the size of the embedding, are unused fillers.
/// </summary>
sealed class TokenList
{
    const float FillerScore = -10000;
    const int MostTokens = 1 << 22;

    readonly string file;
    readonly string?[] texts;
    readonly int[] kinds;
    readonly float[] scores;
    readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);

    /// <summary>A list for <paramref name="size"/> ids; <paramref name="file"/> stands in messages.</summary>
    public TokenList(string file, int size)
    {
        if (size is < 1 or > MostTokens)
            throw new ModelFileException(file, $"a vocabulary of {size} tokens cannot be; config.json is of another model");
        this.file = file;
        (texts, kinds, scores) = (new string[size], new int[size], new float[size]);
        Array.Fill(kinds, (int)TokenKind.Unused);
        Array.Fill(scores, FillerScore);
    }

    public int Count => texts.Length;

    /// <summary>The numbers of <see cref="TokenKind"/>.</summary>
    public int[] Kinds => kinds;

    public float[] Scores => scores;

    /// <exception cref="ModelFileException">The id is outside the embedding, or has another text.</exception>
    public void Add(int id, string text, TokenKind kind, float score = 0)
    {
        if ((uint)id >= (uint)texts.Length)
            throw new ModelFileException(file, $"token '{text}' has the id {id}, beyond the {texts.Length} of the embedding; the file is of another model");
        if (texts[id] is { } there && there != text)
            throw new ModelFileException(file, $"token {id} is both '{there}' and '{text}'; fetch the file again");
        (texts[id], kinds[id], scores[id]) = (text, (int)kind, score);
        ids[text] = id;
    }

    public int? IdOf(string? text) => text is not null && ids.TryGetValue(text, out var id) ? id : null;

    public void SetScore(string text, float score)
    {
        if (ids.TryGetValue(text, out var id))
            scores[id] = score;
    }

    public string[] Texts() => [.. texts.Select((text, id) => text ?? string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"))];
}
