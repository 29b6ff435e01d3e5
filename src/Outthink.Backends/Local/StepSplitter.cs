using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Outthink.Engine.Text;

namespace Outthink.Backends.Local;

/// <summary>Cuts generated tokens into steps after each delimiter. Blank stretches join the step that follows, or the last one.</summary>
internal sealed class StepSplitter(Tokenizer tokenizer, string delimiter)
{
    private readonly byte[] delimiterBytes = Encoding.UTF8.GetBytes(delimiter);

    /// <summary>Whether the tokens hold a whole step: a delimiter with something before it.</summary>
    public bool HasWholeStep(ImmutableArray<int> tokens)
    {
        ReadOnlySpan<byte> bytes = BytesOf(tokens);
        int start = bytes.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && bytes[start..].IndexOf(delimiterBytes) >= 0;
    }

    /// <summary>The text of the tokens.</summary>
    public byte[] BytesOf(ImmutableArray<int> tokens)
    {
        ArrayBufferWriter<byte> bytes = new();
        foreach (int token in tokens) bytes.Write(tokenizer.BytesOf(token));
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The steps of the tokens; empty when their text is blank. The steps' texts joined are the tokens' text, unless that is blank.</summary>
    public ImmutableArray<Step> Split(ImmutableArray<int> tokens)
    {
        var steps = ImmutableArray.CreateBuilder<Step>();
        ArrayBufferWriter<byte> bytes = new();
        int count = 0;
        foreach (int token in tokens)
        {
            bytes.Write(tokenizer.BytesOf(token));
            count++;
            // A delimiter before the step's first character does not end the step.
            int start = bytes.WrittenSpan.IndexOfAnyExcept(" \t\r\n"u8);
            if (start < 0 || bytes.WrittenSpan[start..].IndexOf(delimiterBytes) < 0) continue;
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
}
