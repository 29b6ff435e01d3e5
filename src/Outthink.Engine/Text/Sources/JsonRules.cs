using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Text.Unicode;

namespace Outthink.Engine.Text.Sources;

/// <summary>What tokenizer.json's normalizer and pre_tokenizer do to a text, as rules of ours. What has none is refused.</summary>
sealed class JsonRules
{
    readonly List<PreTokenizer> stages = [];

    /// <exception cref="Weights.ModelFileException">A step is unknown here, or none says how the vocabulary is spelled.</exception>
    public JsonRules(JsonPart root)
    {
        Form = new();
        foreach (var step in Flat(root["normalizer"], "normalizers"))
            Normalize(step);
        foreach (var step in Flat(root["pre_tokenizer"], "pretokenizers"))
            Split(step);
        if (!IsByteLevel && !Form.MarksSpaces)
            throw root["pre_tokenizer"].Fault("should hold a ByteLevel or a Metaspace, or the normalizer a Replace of spaces: this engine reads byte-level and SentencePiece vocabularies");
    }

    public TextForm Form { get; private set; }

    /// <summary>Whether the vocabulary is spelled in the byte alphabet.</summary>
    public bool IsByteLevel { get; private set; }

    /// <summary>The rules that cut, with one of the vocabulary's own after them where there is one.</summary>
    public PreTokenizer Cutter(PreTokenizer? last) => new Stages([.. stages, .. last is null ? (PreTokenizer[])[] : [last]]);

    static IEnumerable<JsonPart> Flat(JsonPart part, string members) =>
        part.IsAbsent ? [] : part["type"].Text() == "Sequence" ? part[members].Items().SelectMany(p => Flat(p, members)) : [part];

    void Normalize(JsonPart step)
    {
        Form = step["type"].Text() switch
        {
            "NFC" => Form with { Composes = true },
            "Prepend" when step["prepend"].Text() == "\u2581" => Form with { Prefix = SpacePrefix.Stretch },
            "Replace" when step["pattern"]["String"] is { IsText: true } pattern && pattern.Text() == " " && step["content"].Text() == "\u2581" => Form with { MarksSpaces = true },
            var other => throw step.Fault($"is a '{other}' that this engine does not do; it knows NFC, Prepend and Replace of U+2581 for spaces"),
        };
    }

    void Split(JsonPart step)
    {
        switch (step["type"].Text())
        {
            case "ByteLevel":
                if (step["add_prefix_space"].Flag() == true)
                    throw step["add_prefix_space"].Fault("is true; this engine reads byte-level vocabularies without an added space");
                if (step["use_regex"].Flag() ?? true)
                    stages.Add(new Gpt2Rules());
                IsByteLevel = true;
                break;
            case "Split":
                stages.Add(SplitRules(step));
                break;
            case "Digits":
                stages.Add(RunRules.Of(CharacterKind.Number, atMost: step["individual_digits"].Flag() == true ? 1 : int.MaxValue));
                break;
            case "Metaspace":
                ReadMetaspace(step);
                break;
            case var other:
                throw step.Fault($"is the pre-tokeniser '{other}'; this engine knows ByteLevel, Split, Digits and Metaspace");
        }
    }

    static PreTokenizer SplitRules(JsonPart step)
    {
        var regex = step["pattern"]["Regex"];
        if (step["behavior"].Text() != "Isolated" || step["invert"].Flag() == true || regex.IsAbsent)
            throw step.Fault("splits in another way than by a regular expression whose matches stand alone");
        return SplitPatterns.Find(regex.Text())
            ?? throw regex.Fault($"is the expression '{regex.Text()}'; this engine knows those of GPT-2, Llama 3, Qwen2 and Qwen3, DeepSeek LLM and Coder, and Mistral's Tekken");
    }

    void ReadMetaspace(JsonPart step)
    {
        if (step["replacement"].Text() != "\u2581")
            throw step["replacement"].Fault("should be U+2581");
        var scheme = step["prepend_scheme"].IsAbsent ? (step["add_prefix_space"].Flag() ?? true ? "always" : "never") : step["prepend_scheme"].Text();
        Form = Form with
        {
            MarksSpaces = true,
            PrefixIsNotDoubled = true,
            Prefix = scheme switch
            {
                "always" => SpacePrefix.Stretch,
                "first" => SpacePrefix.Text,
                "never" => SpacePrefix.None,
                _ => throw step["prepend_scheme"].Fault("should be always, first or never"),
            },
        };
        if (step["split"].Flag() ?? true)
            stages.Add(new SpaceStarts());
    }
}
