using System.Collections.Immutable;
using System.Text.Json;
using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Backends.Tests.Models;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Backends.Tests.Prompts;

/// <summary>The exact tokens that each reward model reads, and where.</summary>
public sealed class RewardInputTests
{
    private const string Line = "Please reason step by step, and put your final answer within \\boxed{}.";
    private const string Qwen = "⟦<|im_start|>⟧system\n" + Line + "⟦<|im_end|>⟧\n⟦<|im_start|>⟧user\n{p}⟦<|im_end|>⟧\n⟦<|im_start|>⟧assistant\n";
    private const string User = "⟦<|start_header_id|>⟧user⟦<|end_header_id|>⟧\n\n";
    private const string Assistant = "⟦<|eot_id|>⟧⟦<|start_header_id|>⟧assistant⟦<|end_header_id|>⟧\n\n";

    private static readonly string[][] Solutions =
    [
        ["1 + 1 is 2.\n\n", "\\boxed{2}"],
        ["Für\n\n\nα <extra_0> ки", " \n漢字 😀 \n\n", "<|eot_id|><|im_end|>\n\n"],
        ["one step"],
    ];

    /// <summary>Card, architecture, what stands before the steps, around the first, around the others ({s} the step, ‖ where it is read); {1} the step on one line.</summary>
    public static TheoryData<string, string, string, string, string> Layouts => new()
    {
        { "math-shepherd", "llama", "{p}", " {s}⟦ ки⟧‖", "\n{s}⟦ ки⟧‖" },
        { "rlhflow-mistral", "llama", "⟦<s>⟧" + User + "{p}", " {s}" + Assistant + "‖", "+⟦<|eot_id|>⟧" + User + "{s}" + Assistant + "‖" },
        { "rlhflow-deepseek", "llama", "⟦<s>⟧" + User + "{p}", " {s}" + Assistant + "‖", "+⟦<|eot_id|>⟧" + User + "{s}" + Assistant + "‖" },
        { "skywork-o1-open-prm", "qwen2", "⟦<|endoftext|>⟧{p}\n", "{1}\n‖", "{1}\n‖" },
        { "qwen2.5-math-prm", "qwen2", Qwen, "{s}⟦<extra_0>⟧‖", "{s}⟦<extra_0>⟧‖" },
        { "qwen2.5-math-prm800k", "qwen2", Qwen, "{s}⟦<extra_0>⟧‖", "{s}⟦<extra_0>⟧‖" },
        { "math-psa", "qwen2", "{p}", " {s}⟦ \n\n\n\n\n⟧‖", "{s}⟦ \n\n\n\n\n⟧‖" },
        { "token-classification-prm", "qwen2", "{p}", "{s}⟦\n\n⟧‖", "{s}⟦\n\n⟧‖" },
        { "hugging-face-prm-0.2", "qwen2", "{p}", "{s}⟦\n\n⟧‖", "{s}⟦\n\n⟧‖" },
    };

    [Theory, MemberData(nameof(Layouts))]
    public void A_solution_is_laid_out_as_the_model_was_trained_with_it(string name, string architecture, string head, string first, string next)
    {
        using SyntheticModel model = new(architecture);
        ModelCard card = BuiltInCards.Named(ModelRole.Prm, name)! with { Name = name, File = model.Path };
        using GgufFile file = GgufFile.Open(model.Path);
        foreach (string[] steps in Solutions)
        {
            (ImmutableArray<int> tokens, ImmutableArray<int> readAt) = Write(card, Tokenizer.FromGguf(file), "1 + 1?", steps);
            List<int> expected = [.. model.Tokens(head.Replace("{p}", "1 + 1?", StringComparison.Ordinal))];
            List<int> reads = [];
            foreach ((int i, string step) in steps.Index())
            {
                string text = step.Trim(), line = text.ReplaceLineEndings(" ");
                string[] around = (i == 0 ? first : next).Replace("{s}", Special(text), StringComparison.Ordinal).Replace("{1}", Special(line), StringComparison.Ordinal).Split('‖');
                expected.AddRange(model.Tokens(around[0]));
                reads.Add(expected.Count - 1);
                expected.AddRange(model.Tokens(around[1]));
            }
            Assert.Equal(expected, tokens);
            Assert.Equal(reads, readAt);
        }
    }

    [Fact]
    public void A_whole_solution_is_read_behind_what_ends_a_turn()
    {
        using SyntheticModel model = new("qwen2", headOutputs: 1);
        ModelCard card = BuiltInCards.Named(ModelRole.Prm, "outcome-reward-model")! with { Name = "orm", File = model.Path };
        Tokenizer tokenizer = Tokenizer.Open(model.Path);
        PromptWriter prompts = new(card, tokenizer, 10_000);
        Assert.Equal(model.Tokens("⟦<|im_start|>⟧user\nq⟦<|im_end|>⟧\n⟦<|im_start|>⟧assistant\n"), prompts.Tokens(new() { Id = "p", Text = "q" }));
        foreach (string[] steps in Solutions)
        {
            StepInput input = new StepWriter(card, tokenizer, prompts.Turns).Write([.. steps.Select(s => new Step(s, 1))], 0);
            string text = Special(string.Concat(steps));
            Assert.Equal(model.Tokens(text), input.Tokens);
            Assert.Equal(model.Tokens(text.TrimEnd() + "⟦<|im_end|>⟧\n"), input.Branch);
        }
    }

    /// <summary>Cards with golden inputs, and what tokeniser of the data their models have; cards of one layout share the inputs.</summary>
    public static TheoryData<string, string> Golden => new()
    {
        { "math-shepherd", "math-shepherd" }, { "skywork-o1-open-prm", "skywork-o1-open-prm" }, { "math-psa", "math-psa" },
        { "rlhflow-mistral", "rlhflow-mistral" }, { "rlhflow-deepseek", "rlhflow-mistral" },
        { "qwen2.5-math-prm", "qwen2.5-math-prm" }, { "qwen2.5-math-prm800k", "qwen2.5-math-prm" },
        { "token-classification-prm", "token-classification-prm" }, { "hugging-face-prm-0.2", "token-classification-prm" },
    };

    [Theory, MemberData(nameof(Golden))]
    public void Real_tokenisers_give_the_ids_of_the_references_way_to_encode(string name, string inputs)
    {
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Prompts", "Golden", "inputs.json")));
        string problem = golden.RootElement.GetProperty("problem").GetString()!;
        Tokenizer tokenizer = PublishedTokenizer(inputs);
        ModelCard card = BuiltInCards.Named(ModelRole.Prm, name)! with { Name = name, File = "unused" };
        if (card.Chat is not null) card = card with { Chat = card.Chat with { Template = card.Chat.Fallback!.Replace("bos_token", "'<|begin_of_text|>'", StringComparison.Ordinal) } };
        JsonElement[] expected = [.. golden.RootElement.GetProperty("inputs").EnumerateArray().Where(i => i.GetProperty("card").GetString() == inputs)];
        Assert.Equal([0, 1, 2], expected.Select(e => e.GetProperty("solution").GetInt32()));
        foreach (JsonElement solution in expected)
        {
            string[] steps = [.. golden.RootElement.GetProperty("solutions")[solution.GetProperty("solution").GetInt32()].EnumerateArray().Select(s => s.GetString()!)];
            (ImmutableArray<int> tokens, ImmutableArray<int> readAt) = Write(card, tokenizer, problem, steps);
            Assert.Equal(solution.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32()), tokens);
            Assert.Equal(solution.GetProperty("readAt").EnumerateArray().Select(place => place.GetInt32()), readAt);
            Assert.Equal(steps.Length, readAt.Length);
        }
    }

    [Fact]
    public void Math_Shepherds_marker_and_labels_have_the_published_ids()
    {
        Tokenizer tokenizer = PublishedTokenizer("math-shepherd");
        ModelCard card = BuiltInCards.Named(ModelRole.Prm, "math-shepherd")!;
        (ImmutableArray<int> tokens, ImmutableArray<int> readAt) = Write(card, tokenizer, "1 + 1?", ["One.\n\n", "Two."]);
        // Read in one go, the text gives the same ids: the steps' first words get no space of their own.
        Assert.Equal(tokenizer.Encode("1 + 1? One. ки\nTwo. ки", addSpecial: true, parseSpecial: false), tokens);
        Assert.Equal([tokenizer.Find(" ки")!.Value, tokenizer.Find(" ки")!.Value], readAt.Select(place => tokens[place]));
    }

    private static (ImmutableArray<int> Tokens, ImmutableArray<int> ReadAt) Write(ModelCard card, Tokenizer tokenizer, string problem, string[] steps)
    {
        PromptWriter prompts = new(card, tokenizer, 100_000);
        ImmutableArray<int> prompt = prompts.Tokens(new() { Id = "p", Text = problem });
        StepInput input = new StepWriter(card, tokenizer, prompts.Turns).Write([.. steps.Select(s => new Step(s, 1))], 0);
        return ([.. prompt, .. input.Tokens], [.. input.ReadAt.Select(place => prompt.Length + place)]);
    }

    /// <summary>The tokeniser of a reward model's family in the data; Qwen2.5-Math-PRM's marker is added to Qwen2's under its published id.</summary>
    private static Tokenizer PublishedTokenizer(string card)
    {
        if (card == "math-shepherd") return Tokenizer.Open(TestData.Find("tokenizers", "llama-spm", "vocab.gguf"));
        if (card.StartsWith("rlhflow", StringComparison.Ordinal)) return Tokenizer.FromFolder(TestData.Find("tokenizers", "llama3"));
        string qwen2 = TestData.Find("tokenizers", "qwen2");
        if (card != "qwen2.5-math-prm") return Tokenizer.FromFolder(qwen2);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("outthink-marker-");
        try
        {
            foreach (string file in (string[])["vocab.json", "merges.txt", "tokenizer_config.json"]) File.Copy(Path.Combine(qwen2, file), Path.Combine(folder.FullName, file));
            File.WriteAllText(Path.Combine(folder.FullName, "added_tokens.json"), """{"<extra_0>":151651}""");
            return Tokenizer.FromFolder(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>User-defined tokens are found in any text; control tokens only in a program's.</summary>
    private static string Special(string text) => text.Replace("<extra_0>", "⟦<extra_0>⟧", StringComparison.Ordinal);
}
