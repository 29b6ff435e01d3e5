using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Outthink.Engine.Text;

namespace Outthink.Backends.Local;

/// <summary>
/// Cuts generated tokens into steps after each delimiter. Blank stretches join the step that follows, or the last one.
/// A span of thoughts is one step, which ends with its closing tag.
/// </summary>
internal sealed class StepSplitter(Tokenizer tokenizer, string delimiter, ThoughtReader? thinking = null)
{
    private readonly byte[] delimiterBytes = Encoding.UTF8.GetBytes(delimiter);

    /// <summary>Whether the tokens hold a whole step: a delimiter, or the end of thoughts, with something before it.</summary>
    public bool HasWholeStep(ImmutableArray<int> tokens, bool inThoughts) => EndOfStep(tokens, 0, ref inThoughts, new()) is not null;

    /// <summary>The text of the tokens.</summary>
    public byte[] BytesOf(ImmutableArray<int> tokens)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (int token in tokens) bytes.Write(tokenizer.BytesOf(token));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The steps of the tokens; empty when their text is blank. The steps' texts joined are the tokens' text, unless that is blank.</summary>
    /// <param name="tokens">What a policy drew.</param>
    /// <param name="inThoughts">Whether the tokens begin inside of a span of thoughts.</param>
    public ImmutableArray<Step> Split(ImmutableArray<int> tokens, bool inThoughts = false)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        ArrayBufferWriter<byte> bytes = new();
        int start = 0;
        while (EndOfStep(tokens, start, ref inThoughts, bytes) is { } end)
        {
            steps.Add(new(Encoding.UTF8.GetString(bytes.WrittenSpan), end - start));
            start = end;
            bytes.Clear();
        }
        int count = tokens.Length - start;
        if (count == 0) return steps.ToImmutable();
        string rest = Encoding.UTF8.GetString(bytes.WrittenSpan);
        if (!string.IsNullOrWhiteSpace(rest)) steps.Add(new(rest, count));
        else if (steps.Count > 0) steps[^1] = new(steps[^1].Text + rest, steps[^1].TokenCount + count);
        return steps.ToImmutable();
    }

    /// <summary>The place after the step that begins at <paramref name="start"/>, whose text goes to <paramref name="bytes"/>; null when the tokens end before it does.</summary>
    private int? EndOfStep(ImmutableArray<int> tokens, int start, ref bool inThoughts, ArrayBufferWriter<byte> bytes)
    {
        for (int i = start; i < tokens.Length; i++)
        {
            ReadOnlySpan<byte> added = tokenizer.BytesOf(tokens[i]);
            bytes.Write(added);
            bool wasInThoughts = inThoughts;
            if (thinking is not null) inThoughts = thinking.IsOpen(bytes.WrittenSpan, added.Length, inThoughts);
            if (!inThoughts && EndsStep(bytes.WrittenSpan, endedThoughts: wasInThoughts) && !string.IsNullOrWhiteSpace(Encoding.UTF8.GetString(bytes.WrittenSpan))) return i + 1;
        }
        return null;
    }

    /// <summary>A delimiter before the step's first character does not end the step.</summary>
    private bool EndsStep(ReadOnlySpan<byte> step, bool endedThoughts)
    {
        int start = step.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && (endedThoughts || step[start..].IndexOf(delimiterBytes) >= 0);
    }
}
