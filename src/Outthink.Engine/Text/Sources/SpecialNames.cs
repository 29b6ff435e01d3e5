using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Outthink.Engine.Text.Sources;

/// <summary>Names that special tokens have in chat models, for files that do not say what they are for (llama-vocab.cpp).</summary>
static class SpecialNames
{
    /// <summary>Tokens that end a turn or a text.</summary>
    public static FrozenSet<string> Ends { get; } = FrozenSet.Create(StringComparer.Ordinal,
        "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>", "<|endoftext|>", "</s>", "<|eom_id|>", "<EOT>", "_<EOT>",
        "[EOT]", "[EOS]", "<|end_of_text|>", "<end_of_utterance>", "<eos>", "<｜end▁of▁sentence｜>");

    /// <summary>Tokens for filling a gap in code; padding, repository and file names are never part of an answer and end it.</summary>
    public static ImmutableArray<FillRole> Fills { get; } =
    [
        new(["fim_pre", "prefix"], EndsText: false, ["<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|code_prefix|>", "<|prefix|>"]),
        new(["fim_suf", "suffix"], EndsText: false, ["<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>", "<|suffix|>"]),
        new(["fim_mid", "middle"], EndsText: false, ["<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|code_middle|>", "<|middle|>"]),
        new(["fim_pad"], EndsText: true, ["<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>", "[PAD]"]),
        new(["fim_rep"], EndsText: true, ["<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"]),
        new(["fim_sep"], EndsText: true, ["<|file_sep|>"]),
    ];

    /// <summary>One such role: the parts of the GGUF keys that name its token, and the names it has where no key does.</summary>
    public sealed record FillRole(string[] Keys, bool EndsText, string[] Names);
}
