using System.Buffers;

namespace Outthink.Answers.Finding;

/// <summary>The part of an output in which its final answer may stand: behind the reasoning, before the next speaker.</summary>
/// <param name="Start">First character.</param>
/// <param name="End">One past the last character.</param>
/// <param name="ExplicitOnly">The reasoning never ended: only a box or an answer tag counts.</param>
internal readonly record struct Window(int Start, int End, bool ExplicitOnly)
{
    /// <summary>Only this much of an output's end is searched.</summary>
    const int Longest = 1 << 20;

    static readonly string[] Closing = ["</think>", "</thinking>", "</thought>", "</reasoning>", "<|end_of_thought|>", "[/THINK]"];

    static readonly string[] Opening = ["<think>", "<thinking>", "<thought>", "<reasoning>", "<|begin_of_thought|>", "[THINK]"];

    static readonly SearchValues<string> Reasoning = SearchValues.Create([.. Closing, .. Opening], StringComparison.OrdinalIgnoreCase);

    static readonly string[] Turns = ["<|im_end|>", "<|im_start|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "</s>"];

    public static Window Of(string output)
    {
        int start = Math.Max(0, output.Length - Longest), end = output.Length;
        bool open = false;
        int cut = -1;
        if (output.AsSpan(start).ContainsAny(Reasoning))
        {
            foreach (string tag in Closing)
                if (output.LastIndexOf(tag, StringComparison.OrdinalIgnoreCase) is var at and >= 0) cut = Math.Max(cut, at + tag.Length);
            if (cut >= 0) start = Math.Max(start, cut);
            foreach (string tag in Opening) open |= output.IndexOf(tag, start, StringComparison.OrdinalIgnoreCase) >= 0;
        }
        if (!output.AsSpan(start).Contains('<')) return new Window(start, end, open);
        foreach (string turn in Turns)
        {
            int at = output.IndexOf(turn, start, end - start, StringComparison.Ordinal);
            if (at >= 0 && !string.IsNullOrWhiteSpace(output[start..at])) end = at;
        }
        return new Window(start, end, open);
    }
}
