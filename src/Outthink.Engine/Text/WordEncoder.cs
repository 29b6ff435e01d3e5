using System.Runtime.InteropServices;

namespace Outthink.Engine.Text;

/// <summary>Turns a piece of a text, within which tokens may merge, into ids. Thread-safe.</summary>
abstract class WordEncoder(BytePairMerges merges)
{
    const int SmallWord = 256; // symbols that fit on the stack

    readonly WordCache cache = new();

    public void Encode(ReadOnlySpan<char> word, List<int> output)
    {
        if (cache.TryGet(word, out var known))
        {
            output.AddRange(known);
            return;
        }
        var bound = MostSymbols(word);
        Span<int> symbols = bound <= SmallWord ? stackalloc int[SmallWord] : new int[bound];
        var before = output.Count;
        if (WholeWord(word) is { } whole)
            output.Add(whole);
        else
        {
            symbols = symbols[..Split(word, symbols)];
            Write(symbols[..merges.Apply(symbols)], output);
        }
        cache.Add(word, CollectionsMarshal.AsSpan(output)[before..]);
    }

    /// <summary>No word has more symbols than this.</summary>
    protected abstract int MostSymbols(ReadOnlySpan<char> word);

    /// <summary>Writes the symbols that merging begins with, and returns how many there are.</summary>
    protected abstract int Split(ReadOnlySpan<char> word, Span<int> symbols);

    /// <summary>The token of a word that is taken whole, without merging.</summary>
    protected virtual int? WholeWord(ReadOnlySpan<char> word) => null;

    /// <summary>Appends the ids of what merging left.</summary>
    protected virtual void Write(ReadOnlySpan<int> symbols, List<int> output) => output.AddRange(symbols);
}
