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

    /// <summary>The steps of the tokens; empty when their text is blank. The steps' texts joined are the tokens' text, unless that is blank.</summary>
    /// <param name="tokens">What a policy drew.</param>
    /// <param name="inThoughts">Whether the tokens begin inside of a span of thoughts.</param>
    public ImmutableArray<Step> Split(ImmutableArray<int> tokens, bool inThoughts = false)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        ArrayBufferWriter<byte> bytes = new();
        int count = 0;
        foreach (int token in tokens)
        {
            bytes.Write(tokenizer.BytesOf(token));
            count++;
            bool wasInThoughts = inThoughts;
            if (thinking is not null) inThoughts = thinking.IsOpen(bytes.WrittenSpan, tokenizer.BytesOf(token).Length, inThoughts);
            if (inThoughts || !EndsStep(bytes.WrittenSpan, endedThoughts: wasInThoughts)) continue;
            string text = Encoding.UTF8.GetString(bytes.WrittenSpan);
            if (string.IsNullOrWhiteSpace(text)) continue;
            steps.Add(new(text, count));
            bytes.Clear();
            count = 0;
        }
        if (count == 0) return steps.ToImmutable();
        string rest = Encoding.UTF8.GetString(bytes.WrittenSpan);
        if (!string.IsNullOrWhiteSpace(rest)) steps.Add(new(rest, count));
        else if (steps.Count > 0) steps[^1] = new(steps[^1].Text + rest, steps[^1].TokenCount + count);
        return steps.ToImmutable();
    }

    /// <summary>A delimiter before the step's first character does not end the step.</summary>
    private bool EndsStep(ReadOnlySpan<byte> step, bool endedThoughts)
    {
        int start = step.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && (endedThoughts || step[start..].IndexOf(delimiterBytes) >= 0);
    }
}
