using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Engine.Text;

namespace Outthink.Backends.Local;

/// <summary>Tells where a policy's thoughts begin and end. Immutable and thread-safe.</summary>
internal sealed class ThoughtReader
{
    private readonly Tokenizer tokenizer;
    private readonly ThinkingSpan span;
    private readonly byte[] open;
    private readonly byte[] close;

    /// <exception cref="ModelCardException">A tag is a control token, which leaves no text to follow.</exception>
    public ThoughtReader(ThinkingSpan span, Tokenizer tokenizer, ModelCard card)
    {
        (this.span, this.tokenizer) = (span, tokenizer);
        (open, close) = (Encoding.UTF8.GetBytes(span.Open), Encoding.UTF8.GetBytes(span.Close));
        foreach (string tag in (string[])[span.Open, span.Close])
        {
            if (tokenizer.Find(tag) is { } id && tokenizer.BytesOf(id).IsEmpty)
                throw new ModelCardException($"The tag '{tag}' of '{card.Name}' is a control token of {card.File}, without text: convert the model again with it as a user-defined token.");
        }
        StepEncoder encoder = new(tokenizer);
        Closing = encoder.Encode(new TextSegment($"\n{span.Close}\n\n", true));
        Continuation = span.Least is null ? [] : encoder.Encode(new TextSegment(span.Continuation ?? "Wait", true));
        if (span.Least is not null && Continuation.IsEmpty)
            throw new ModelCardException($"The thinking.continuation '{span.Continuation}' of '{card.Name}' has no token in {card.File}: give another text.");
    }

    public int? Budget => span.Budget;

    /// <summary>Fewest tokens of thoughts; null where the policy may close them when it likes.</summary>
    public int? Least => span.Least;

    /// <summary>How many closing tags of a sample are taken back at most.</summary>
    public int MostContinuations => span.MostContinuations ?? 2;

    /// <summary>The opening tag.</summary>
    public string Opening => span.Open;

    /// <summary>The closing tag as a stop string.</summary>
    public ImmutableArray<ImmutableArray<byte>> Stops => [[.. close]];

    /// <summary>What is put in to end a span: the closing tag on a line of its own.</summary>
    public ImmutableArray<int> Closing { get; }

    /// <summary>What is put in where thoughts were to end too early; empty without <see cref="Least"/>.</summary>
    public ImmutableArray<int> Continuation { get; }

    /// <summary>The token in which the first closing tag of drawn tokens begins, the first of which stands inside of a span or outside; null when no span ends.</summary>
    public int? ClosedAt(ImmutableArray<int> tokens, bool wasOpen)
    {
        ArrayBufferWriter<byte> bytes = new();
        int[] ends = new int[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
        {
            bytes.Write(tokenizer.BytesOf(tokens[i]));
            ends[i] = bytes.WrittenCount;
        }
        int start = wasOpen ? 0 : bytes.WrittenSpan.IndexOf(open);
        int at = start < 0 ? -1 : bytes.WrittenSpan[start..].IndexOf(close);
        return at < 0 ? null : Array.FindIndex(ends, end => end > start + at);
    }

    /// <summary>Whether a text ends inside of a span.</summary>
    public bool IsOpen(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return IsOpen(bytes, bytes.Length, wasOpen: false);
    }

    /// <summary>Whether drawn tokens, the first of which stands inside of a span or outside, end inside of one.</summary>
    public bool IsOpen(ImmutableArray<int> tokens, bool wasOpen)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (int token in tokens) bytes.Write(tokenizer.BytesOf(token));
        return IsOpen(bytes.WrittenSpan, bytes.WrittenCount, wasOpen);
    }

    /// <summary>Whether a text ends inside of a span, when it was known before its last bytes came.</summary>
    public bool IsOpen(ReadOnlySpan<byte> text, int added, bool wasOpen)
    {
        ReadOnlySpan<byte> end = text[Math.Max(0, text.Length - added - Math.Max(open.Length, close.Length) + 1)..];
        int opened = end.LastIndexOf(open), closed = end.LastIndexOf(close);
        return opened == closed ? wasOpen : opened > closed;
    }
}
