using System.Collections.Immutable;
using Outthink.Engine.Text;

namespace Outthink.Backends.Prompts;

/// <summary>Texts in segments: put together of patterns, and cut.</summary>
internal static class SegmentList
{
    public static string TextOf(IEnumerable<TextSegment> segments) => string.Concat(segments.Select(s => s.Text));

    /// <summary>A card's text, which may hold control tokens, with a value in a placeholder's stead, which may not.</summary>
    public static ImmutableArray<TextSegment> Fill(string pattern, string placeholder, string value)
    {
        var segments = ImmutableArray.CreateBuilder<TextSegment>();
        foreach ((int i, string part) in pattern.Split(placeholder).Index())
        {
            if (i > 0) segments.Add(new(value, false));
            if (part.Length > 0) segments.Add(new(part, true));
        }
        return segments.DrainToImmutable();
    }

    /// <summary>The characters from one place to another.</summary>
    public static ImmutableArray<TextSegment> Slice(ImmutableArray<TextSegment> segments, int start, int end)
    {
        var slice = ImmutableArray.CreateBuilder<TextSegment>();
        int at = 0;
        foreach (TextSegment segment in segments)
        {
            int from = Math.Max(start, at), to = Math.Min(end, at + segment.Text.Length);
            if (from < to) slice.Add(segment with { Text = segment.Text[(from - at)..(to - at)] });
            at += segment.Text.Length;
        }
        return slice.DrainToImmutable();
    }
}
