using System.Collections.Immutable;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Templates;

namespace Outthink.Engine.Tests.Text.Templates;

public sealed class ChatTemplateTests
{
    static readonly ChatMessage[] Hello = [new("user", "  <|x|>Hello<|y|>  ")];

    [Theory]
    [InlineData("{{ '<|u|>' + messages[0].content|trim + '<|e|>' }}", "<|x|>Hello<|y|>")]
    [InlineData("<|u|>{{ messages[0]['content'].strip()[5:10] }}<|e|>", "Hello")]
    [InlineData("{% set c = messages[0].content.split('Hello') %}<|u|>{{ c[0].lstrip() ~ c[-1].rstrip() }}", "<|x|><|y|>")]
    [InlineData("<|u|>{{ messages | map(attribute='content') | join('|') | trim }}", "<|x|>Hello<|y|>")]
    [InlineData("<|u|>{{ messages[0].content.replace('Hello', '') | trim | upper }}", "<|X|><|Y|>")]
    [InlineData("{% for c in messages[0].content %}{{ c }}{% endfor %}<|u|>", "  <|x|>Hello<|y|>  ")]
    [InlineData("{% set t %}{{ messages[0].content }}{% endset %}<|u|>{{ t | trim }}", "<|x|>Hello<|y|>")]
    [InlineData("{% macro m(t) %}{{ t }}{% endmacro %}<|u|>{{ m(messages[0].content) | trim }}", "<|x|>Hello<|y|>")]
    [InlineData("<|u|>{{ messages[0].content[::-1] | trim }}", ">|y|<olleH>|x|<")]
    [InlineData("<|u|>{{ [messages[0].content] | first | trim }}", "<|x|>Hello<|y|>")]
    public void What_a_message_says_is_never_the_templates(string source, string theirs)
    {
        var segments = ChatTemplate.Parse(source).Render(new() { Messages = [.. Hello] });
        Assert.Equal(theirs, string.Concat(segments.Where(s => !s.MayHoldSpecial).Select(s => s.Text)));
        Assert.Contains("<|u|>", string.Concat(segments.Where(s => s.MayHoldSpecial).Select(s => s.Text)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<|u|>{{ messages }}")]
    [InlineData("<|u|>{{ messages | tojson }}")]
    [InlineData("<|u|>{{ messages[0].content | string }}")]
    public void Text_made_anew_of_a_message_is_not_the_templates(string source)
    {
        var segments = ChatTemplate.Parse(source).Render(new() { Messages = [.. Hello] });
        Assert.Equal([new TextSegment("<|u|>", true)], segments.Where(s => s.MayHoldSpecial));
    }

    [Fact]
    public void Tokens_and_texts_of_the_program_are_the_templates()
    {
        var segments = ChatTemplate.Parse("{{ bos_token + a }}{{ eos_token }}").Render(new() { Messages = [], BosToken = "<s>", EosToken = "</s>", Texts = new Dictionary<string, string> { ["a"] = "b" }.ToImmutableDictionary() });
        Assert.Equal([new TextSegment("<s>b</s>", true)], segments);
    }

    [Fact]
    public void The_clock_is_asked_only_when_there_is_one()
    {
        var template = ChatTemplate.Parse("{% if strftime_now is defined %}{{ strftime_now('%d %b %Y, %A %H:%M') }}{% else %}never{% endif %}");
        Assert.Equal("never", Text(template.Render(new() { Messages = [] })));
        Assert.Equal("09 Mar 2024, Saturday 14:05", Text(template.Render(new() { Messages = [], Clock = new StoppedClock() })));
    }

    [Theory]
    [InlineData("a\n{{ b.c }}", 2, "'b', which is not defined")]
    [InlineData("{% for x in y %}", 1, "endfor")]
    [InlineData("{% if x %}\n{% else %}", 1, "endif")]
    [InlineData("\n\n{{ 'x }}", 3, "not closed")]
    [InlineData("{{ 1 + }}", 1, "a value is expected")]
    [InlineData("{{ x", 1, "'}}'")]
    [InlineData("{# x", 1, "'#}'")]
    [InlineData("{% include 'x' %}", 1, "'include' is not supported")]
    [InlineData("{{ 'x' | nope }}", 1, "no filter 'nope'")]
    [InlineData("{{ 'x' is nope }}", 1, "no test 'nope'")]
    [InlineData("{{ nope() }}", 1, "'nope' is no function")]
    [InlineData("{{ 'x' + 1 }}", 1, "text and a number")]
    [InlineData("{{ 1 // 0 }}", 1, "division by zero")]
    [InlineData("{{ 9223372036854775807 + 1 }}", 1, "out of range")]
    [InlineData("{{ 99999999999999999999 }}", 1, "too large")]
    [InlineData("{% endif %}", 1, "closes nothing")]
    [InlineData("{% break %}", 1, "outside of a loop")]
    [InlineData("{{ ) }}", 1, "closes nothing")]
    [InlineData("{% set x.y = 1 %}", 1, "no namespace")]
    [InlineData("{{ raise_exception('no tools here') }}", 1, "no tools here")]
    [InlineData("{{ messages.__class__.mro() }}", 1, "which is not defined")]
    public void A_fault_names_its_line_and_what_is_wrong(string source, int line, string reason)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source, "m.gguf").Render(new() { Messages = [] }));
        Assert.Equal(line, fault.Line);
        Assert.StartsWith($"m.gguf, line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}", "steps")]
    [InlineData("{{ range(9223372036854775807) }}", "steps")]
    [InlineData("{{ 'x' * 9223372036854775807 }}", "characters")]
    [InlineData("{% set ns = namespace(t='x') %}{% for a in range(60) %}{% set ns.t = ns.t + ns.t %}{% endfor %}", "characters")]
    [InlineData("{% set ns = namespace(t=[1]) %}{% for a in range(60) %}{% set ns.t = [ns.t, ns.t] %}{% endfor %}{{ ns.t == [ns.t] }}{{ ns.t | tojson }}", "characters|steps")]
    [InlineData("{% set ns = namespace(t=[1]) %}{% for a in range(200000) %}{% set ns.t = [ns.t] %}{% endfor %}{{ ns.t }}", "deeply|steps")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "deeply|steps")]
    [InlineData("{% for a in range(40) %}{{ 'x' * 1000000 }}{% endfor %}", "characters")]
    [InlineData("{{ ('ab' * 500000).replace('ab', 'c' * 1000) }}", "characters")]
    public void What_a_template_uses_is_bounded(string source, string reasons)
    {
        var fault = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(source).Render(new() { Messages = [] }));
        Assert.Contains(reasons.Split('|'), reason => fault.Message.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("not ", "")]
    [InlineData("- ", "")]
    [InlineData("1+", "")]
    [InlineData("x.y.", "z")]
    [InlineData("a if b else ", "c")]
    public void Nesting_is_bounded_or_rendered_but_never_overflows(string open, string close)
    {
        const int depth = 20_000;
        var source = "{{ " + string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth)) + " }}";
        try
        {
            ChatTemplate.Parse(source).Render(new() { Messages = [] });
        }
        catch (ChatTemplateException)
        {
        }
    }

    [Fact]
    public void A_source_beyond_the_limit_is_refused() =>
        Assert.Contains("more than 10", Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse("01234567890", limits: new() { Source = 10 })).Message, StringComparison.Ordinal);

    static string Text(IEnumerable<TextSegment> segments) => string.Concat(segments.Select(s => s.Text));

    sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2024, 3, 9, 14, 5, 0, TimeSpan.Zero);

        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
    }
}
