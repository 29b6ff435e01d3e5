using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>
/// A string that remembers, for each character, whether the template wrote it or a value brought it, through
/// concatenation and slicing. Equal when the characters are. Immutable.
/// </summary>
sealed class MarkedText : IEquatable<MarkedText>
{
    readonly ImmutableArray<Run> runs; // none empty, neighbours different
    readonly bool isPaired; // with characters of two UTF-16 units
    int[]? places; // of its code points, and its length

    MarkedText(string text, ImmutableArray<Run> runs) =>
        (Text, this.runs, isPaired) = (text, runs, text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'));

    public static MarkedText Empty { get; } = new("", []);

    public string Text { get; }

    public int Length => Text.Length;

    /// <summary>Characters as Python counts them: code points.</summary>
    public int Count => isPaired ? Places.Length - 1 : Length;

    int[] Places => places ??= FindPlaces();

    /// <summary>What the template itself says: control tokens are recognised in it.</summary>
    public static MarkedText OfTemplate(string text) => Of(text, isTemplate: true);

    /// <summary>What a value says: plain text, whatever it spells.</summary>
    public static MarkedText OfValue(string text) => Of(text, isTemplate: false);

    public static MarkedText Concat(params ReadOnlySpan<MarkedText> parts)
    {
        var joined = ImmutableArray.CreateBuilder<Run>(parts.Length);
        var texts = new string[parts.Length];
        var length = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            texts[i] = parts[i].Text;
            foreach (var run in parts[i].runs)
                Append(joined, run with { End = length + run.End });
            length += parts[i].Length;
        }
        return new(string.Concat(texts), joined.DrainToImmutable());
    }

    public MarkedText Slice(int start, int length)
    {
        if (start == 0 && length == Length)
            return this;
        if (length == 0)
            return Empty;
        var kept = ImmutableArray.CreateBuilder<Run>();
        for (var i = FirstRunAfter(start); kept.Count == 0 || kept[^1].End < length; i++)
            Append(kept, runs[i] with { End = Math.Min(runs[i].End - start, length) });
        return new(Text.Substring(start, length), kept.DrainToImmutable());
    }

    /// <summary>A slice by code points.</summary>
    public MarkedText Cut(int start, int count) =>
        isPaired ? Slice(Places[start], Places[start + count] - Places[start]) : Slice(start, count);

    /// <summary>Replaces each character by one.</summary>
    public MarkedText Map(Func<char, int, char> map) => new(string.Create(Length, (Text, map), static (span, given) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = given.map(given.Text[i], i);
    }), runs);

    public MarkedText Trim(Func<char, bool> isTrimmed, bool start, bool end)
    {
        var (first, last) = (0, Length);
        while (start && first < last && isTrimmed(Text[first]))
            first++;
        while (end && last > first && isTrimmed(Text[last - 1]))
            last--;
        return Slice(first, last - first);
    }

    /// <summary>The text as stretches of one origin each.</summary>
    public IEnumerable<TextSegment> Segments()
    {
        var start = 0;
        foreach (var run in runs)
        {
            yield return new(Text[start..run.End], run.IsTemplate);
            start = run.End;
        }
    }

    public bool Equals(MarkedText? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as MarkedText);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    static MarkedText Of(string text, bool isTemplate) => text.Length == 0 ? Empty : new(text, [new(text.Length, isTemplate)]);

    static void Append(ImmutableArray<Run>.Builder runs, Run run)
    {
        if (runs.Count > 0 && runs[^1].IsTemplate == run.IsTemplate)
            runs[^1] = run;
        else
            runs.Add(run);
    }

    int[] FindPlaces()
    {
        List<int> found = new(Length + 1);
        for (var at = 0; at < Length; at += at + 1 < Length && char.IsSurrogatePair(Text[at], Text[at + 1]) ? 2 : 1)
            found.Add(at);
        return [.. found, Length];
    }

    /// <summary>The run that holds the character at this place.</summary>
    int FirstRunAfter(int place)
    {
        var (low, high) = (0, runs.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = runs[middle].End > place ? (low, middle) : (middle + 1, high);
        }
        return low;
    }

    /// <summary>Characters of one origin, up to this place of the text.</summary>
    readonly record struct Run(int End, bool IsTemplate);
}
