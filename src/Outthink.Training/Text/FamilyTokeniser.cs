using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Outthink.Evaluation.Suites.Arithmetic;

namespace Outthink.Training.Text;

/// <summary>
/// The tokeniser of the tiny family: byte-level BPE in GPT-2's manner, as the standard GGUF keys describe it. Digits
/// never merge with digits, so a number is a first digit with its space and then single digits; a blank line is one
/// user-defined token, split off before anything else. Not thread-safe.
/// </summary>
public sealed partial class FamilyTokeniser
{
    /// <summary>Put before every text.</summary>
    public const int Bos = 0;

    /// <summary>Ends a solution.</summary>
    public const int Eos = 1;

    /// <summary>The blank line that ends a step.</summary>
    public const int Delimiter = 2;

    private const int SpecialCount = 3;
    private static readonly char[] s_byteToChar = ByteAlphabet();
    private static readonly Lazy<ImmutableArray<(string Left, string Right)>> s_merges = new(LearnMerges);
    private readonly Dictionary<string, int> _ids = [];
    private readonly Dictionary<(string, string), int> _ranks = [];
    private readonly Dictionary<string, int[]> _words = [];
    private readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> _wordsBySpan;

    /// <summary>The tokeniser of the word problems: deterministic, the same in every process.</summary>
    public FamilyTokeniser()
    {
        _wordsBySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        Merges = s_merges.Value;
        Tokens =
        [
            "<s>", "</s>", ArithmeticProblem.Delimiter,
            .. Enumerable.Range(0, 256).Select(value => s_byteToChar[value].ToString()),
            .. Merges.Select(merge => merge.Item1 + merge.Item2),
        ];
        for (var id = SpecialCount; id < Tokens.Length; id++) _ids.TryAdd(Tokens[id], id);
        for (var rank = 0; rank < Merges.Length; rank++) _ranks.Add(Merges[rank], rank);
    }

    /// <summary>Token texts by id; all but the first three in GPT-2's byte alphabet.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>Merges by rank, in GPT-2's byte alphabet.</summary>
    public ImmutableArray<(string Left, string Right)> Merges { get; }

    /// <summary>GGUF token types by id: 3 control, 4 user-defined, 1 normal.</summary>
    public ImmutableArray<int> TokenTypes => [3, 3, 4, .. Enumerable.Repeat(1, Tokens.Length - SpecialCount)];

    /// <summary>The id of a token given by its text; throws if there is none.</summary>
    public int Id(string token) => _ids[token];

    /// <summary>Appends the ids of a text, without a beginning or end of sequence.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        while (true)
        {
            var cut = text.IndexOf(ArithmeticProblem.Delimiter, StringComparison.Ordinal);
            foreach (var match in Pieces().EnumerateMatches(cut < 0 ? text : text[..cut]))
                ids.AddRange(Word(text.Slice(match.Index, match.Length)));
            if (cut < 0) return;
            ids.Add(Delimiter);
            text = text[(cut + ArithmeticProblem.Delimiter.Length)..];
        }
    }

    /// <summary>The text of ids; beginning and end of sequence are empty.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            if (id == Delimiter) bytes.AddRange("\n\n"u8);
            else if (id >= SpecialCount) bytes.AddRange(Tokens[id].Select(symbol => (byte)Array.IndexOf(s_byteToChar, symbol)));
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    private int[] Word(ReadOnlySpan<char> piece)
    {
        if (_wordsBySpan.TryGetValue(piece, out var known)) return known;
        var symbols = Alphabetic(piece.ToString()).Select(symbol => symbol.ToString()).ToList();
        while (BestMerge(symbols) is { } merge) BytePairTraining.Merge(symbols, merge);
        int[] ids = [.. symbols.Select(symbol => _ids[symbol])];
        _words.Add(piece.ToString(), ids);
        return ids;
    }

    private (string, string)? BestMerge(List<string> symbols)
    {
        var best = int.MaxValue;
        for (var i = 0; i + 1 < symbols.Count; i++)
            if (_ranks.TryGetValue((symbols[i], symbols[i + 1]), out var rank)) best = Math.Min(best, rank);
        return best == int.MaxValue ? null : Merges[best];
    }

    /// <summary>A digit joins the space before it, never another digit; then whatever makes each word one token.</summary>
    private static ImmutableArray<(string Left, string Right)> LearnMerges()
    {
        var space = s_byteToChar[' '].ToString();
        var words = ArithmeticVocabulary.Sentences.SelectMany(Split).Select(Alphabetic);
        return [.. Enumerable.Range('0', 10).Select(digit => (space, ((char)digit).ToString())), .. BytePairTraining.Learn(words)];
    }

    private static IEnumerable<string> Split(string text) => Pieces().Matches(text).Select(match => match.Value);

    private static string Alphabetic(string piece) => string.Concat(Encoding.UTF8.GetBytes(piece).Select(value => s_byteToChar[value]));

    /// <summary>GPT-2's table: printable Latin-1 bytes stand for themselves, the rest for the characters from 256 on.</summary>
    private static char[] ByteAlphabet()
    {
        var table = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            table[value] = value is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174 ? (char)value : (char)next++;
        return table;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Pieces();
}
