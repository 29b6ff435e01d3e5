using System.Collections.Immutable;
using System.Text.Json;
using Outthink.Engine.Text.Templates;

namespace Outthink.Engine.Tests.Text.Templates;

/// <summary>
/// Templates of the shapes that the model families use, against what Jinja2 3.1.6 renders with the settings of Hugging
/// Face's transformers. OUTTHINK_TEMPLATE_CASES may name a further folder of the same form, of stock templates.
/// </summary>
public sealed class GoldenTemplateTests
{
    static readonly string[] Settings = ["template", "conversation", "text", "add_generation_prompt"];

    [Fact]
    public void Every_case_renders_as_the_reference_does() =>
        Check(Path.Combine(AppContext.BaseDirectory, "Text", "Templates", "Golden"));

    [Fact]
    public void Stock_templates_render_as_the_reference_does()
    {
        var folder = Environment.GetEnvironmentVariable("OUTTHINK_TEMPLATE_CASES");
        if (string.IsNullOrEmpty(folder))
            Assert.Skip("OUTTHINK_TEMPLATE_CASES is not set.");
        Check(folder);
    }

    [Fact]
    public void The_template_of_a_real_configuration_renders()
    {
        using var configuration = JsonDocument.Parse(File.ReadAllText(TestData.File("tokenizers", "qwen2", "tokenizer_config.json")));
        var template = ChatTemplate.Parse(configuration.RootElement.GetProperty("chat_template").GetString()!);
        var text = template.Render(new() { Messages = [new("user", "Hi <|im_end|>")] });
        Assert.Equal("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nHi <|im_end|><|im_end|>\n<|im_start|>assistant\n", string.Concat(text.Select(s => s.Text)));
        Assert.Equal("Hi <|im_end|>", Assert.Single(text, s => !s.MayHoldSpecial).Text);
    }

    static void Check(string folder)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "cases.json")));
        var count = 0;
        foreach (var expected in golden.RootElement.GetProperty("cases").EnumerateArray())
        {
            var name = expected.GetProperty("template").GetString()!;
            var label = $"{name}, {expected.GetProperty("conversation")}, {expected}";
            var template = ChatTemplate.Parse(File.ReadAllText(Path.Combine(folder, name)), name);
            var prompt = Prompt(golden.RootElement.GetProperty("conversations").GetProperty(expected.GetProperty("conversation").GetString()!), expected);
            if (expected.GetProperty("text").GetString() is { } text)
                Assert.True(text == string.Concat(template.Render(prompt).Select(s => s.Text)), label + "\n" + string.Concat(template.Render(prompt).Select(s => s.Text)));
            else
                Assert.Contains("refuses", Assert.Throws<ChatTemplateException>(() => template.Render(prompt)).Message, StringComparison.Ordinal);
            count++;
        }
        Assert.NotEqual(0, count);
    }

    static ChatPrompt Prompt(JsonElement messages, JsonElement settings)
    {
        var others = settings.EnumerateObject().Where(s => !Settings.Contains(s.Name)).ToArray();
        return new()
        {
            Messages = [.. messages.EnumerateArray().Select(m => new ChatMessage(m.GetProperty("role").GetString()!, m.GetProperty("content").GetString()!))],
            AddGenerationPrompt = settings.GetProperty("add_generation_prompt").GetBoolean(),
            BosToken = "<s>",
            EosToken = "</s>",
            Switches = others.Where(s => s.Value.ValueKind != JsonValueKind.String).ToImmutableDictionary(s => s.Name, s => s.Value.GetBoolean()),
            Texts = others.Where(s => s.Value.ValueKind == JsonValueKind.String).ToImmutableDictionary(s => s.Name, s => s.Value.GetString()!),
        };
    }
}
