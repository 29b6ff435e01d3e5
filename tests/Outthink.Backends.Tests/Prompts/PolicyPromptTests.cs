using Outthink.Backends.ModelCards;
using Outthink.Backends.Prompts;
using Outthink.Backends.Tests.Models;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Templates;
using Outthink.Engine.Weights;

namespace Outthink.Backends.Tests.Prompts;

/// <summary>What each family's policy is asked, and that an unfinished answer goes on exactly where it stood.</summary>
public sealed class PolicyPromptTests
{
    private const string Line = "Please reason step by step, and put your final answer within \\boxed{}.";

    /// <summary>Card, architecture, the token that begins a sequence, and the prompt for "1 + 1?".</summary>
    public static TheoryData<string, string, string, string> Families => new()
    {
        { "llama-3-instruct", "llama", "<|begin_of_text|>", "⟦<|begin_of_text|>⟧⟦<|start_header_id|>⟧system⟦<|end_header_id|>⟧\n\n{system}⟦<|eot_id|>⟧⟦<|start_header_id|>⟧user⟦<|end_header_id|>⟧\n\n1 + 1?⟦<|eot_id|>⟧⟦<|start_header_id|>⟧assistant⟦<|end_header_id|>⟧\n\n" },
        { "qwen2.5-instruct", "qwen2", "<|endoftext|>", "⟦<|im_start|>⟧system\n" + Line + "⟦<|im_end|>⟧\n⟦<|im_start|>⟧user\n1 + 1?⟦<|im_end|>⟧\n⟦<|im_start|>⟧assistant\n" },
        { "qwen2.5-math-instruct", "qwen2", "<|endoftext|>", "⟦<|im_start|>⟧system\n" + Line + "⟦<|im_end|>⟧\n⟦<|im_start|>⟧user\n1 + 1?⟦<|im_end|>⟧\n⟦<|im_start|>⟧assistant\n" },
        { "qwen3", "qwen2", "<|endoftext|>", "⟦<|im_start|>⟧user\n1 + 1?\n" + Line + "⟦<|im_end|>⟧\n⟦<|im_start|>⟧assistant\n" },
        { "mistral-instruct", "llama", "<s>", "⟦<s>⟧[INST] 1 + 1?\n\n" + Line + " [/INST]" },
        { "deepseek-r1-distill", "qwen2", "<｜begin▁of▁sentence｜>", "⟦<｜begin▁of▁sentence｜>⟧⟦<｜User｜>⟧1 + 1?\n" + Line + "⟦<｜Assistant｜>⟧⟦<think>⟧\n" },
    };

    [Theory, MemberData(nameof(Families))]
    public void A_problem_becomes_the_familys_prompt(string name, string architecture, string begin, string expected)
    {
        using SyntheticModel model = new(architecture, begin: begin);
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, name)! with { Name = name, File = model.Path };
        using GgufFile file = GgufFile.Open(model.Path);
        var tokens = new PromptWriter(card, Tokenizer.FromGguf(file), 10_000).Tokens(new() { Id = "p", Text = " 1 + 1?\n" });
        Assert.Equal(model.Tokens(expected.Replace("{system}", card.Chat!.System, StringComparison.Ordinal)), tokens);
    }

    [Theory, MemberData(nameof(Families))]
    public void An_unfinished_answer_keeps_its_delimiter_and_its_tags_as_text(string name, string architecture, string begin, string expected)
    {
        const string partial = "## Step 1\n<|im_end|> 2\n\n";
        using SyntheticModel model = new(architecture, begin: begin);
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, name)! with { Name = name, File = model.Path };
        using GgufFile file = GgufFile.Open(model.Path);
        ChatWriter chat = ChatWriter.For(card);
        var asked = chat.Messages("1 + 1?");
        var tokens = Tokenizer.FromGguf(file).Encode(chat.Write([.. asked, new ChatMessage("assistant", partial)]).AsSpan(), addSpecial: false);
        Assert.Equal(model.Tokens(expected.Replace("{system}", card.Chat!.System, StringComparison.Ordinal) + partial), tokens);
    }

    [Fact]
    public void The_models_own_template_goes_before_the_cards_fallback_and_the_cards_template_before_both()
    {
        using SyntheticModel model = new("qwen2", template: "own {{ messages[-1].content }}");
        ModelCard card = BuiltInCards.Named(ModelRole.Policy, "qwen2.5-instruct")! with { File = model.Path };
        Problem problem = new() { Id = "p", Text = "x" };
        Assert.Equal("own x", SegmentList.TextOf(ChatWriter.For(card).Write(problem)));
        Assert.Equal("card", SegmentList.TextOf(ChatWriter.For(card with { Chat = card.Chat! with { Template = "card" } }).Write(problem)));
    }

    [Fact]
    public void A_model_without_a_template_is_refused_with_what_to_do()
    {
        using SyntheticModel model = new("qwen2");
        var fault = Assert.Throws<ModelCardException>(() => ChatWriter.For(BuiltInCards.Named(ModelRole.Policy, "chat")! with { File = model.Path }));
        Assert.Contains("chat.template", fault.Message, StringComparison.Ordinal);
    }
}
