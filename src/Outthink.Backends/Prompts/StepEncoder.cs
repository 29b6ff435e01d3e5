using System.Collections.Immutable;
using Outthink.Engine.Text;

namespace Outthink.Backends.Prompts;

/// <summary>Token ids of a text that follows another: without the space that some tokenisers put before a text's first word.</summary>
internal sealed class StepEncoder
{
    private readonly Tokenizer tokenizer;
    private readonly int dropped; // tokens of a leading newline, which keeps that space away

    public StepEncoder(Tokenizer tokenizer)
    {
        this.tokenizer = tokenizer;
        bool addsSpace = tokenizer.Encode("a", addSpecial: false, parseSpecial: false) is [var first, ..] && tokenizer.BytesOf(first) is [(byte)' ', ..];
        dropped = addsSpace ? tokenizer.Encode("\n", addSpecial: false, parseSpecial: false).Length : 0;
    }

    public ImmutableArray<int> Encode(params ReadOnlySpan<TextSegment> segments) => dropped == 0
        ? tokenizer.Encode(segments, addSpecial: false)
        : tokenizer.Encode([new("\n", false), .. segments], addSpecial: false)[dropped..];
}
