using System.Text;
using FsCheck.Xunit;
using Outthink.Engine.Text.Templates;

namespace Outthink.Engine.Tests.Text.Templates;

/// <summary>Whatever a template's source is, it renders or is refused with the reason, within its limits.</summary>
public sealed class TemplateFuzzTests
{
    static readonly TemplateLimits Small = new() { Steps = 20_000, Characters = 200_000, Output = 50_000 };

    static readonly string[] Pieces =
    [
        "{{ ", " }}", "{% ", " %}", "{#", "#}", "{%- ", " -%}", "{{- ", " -}}", "for x in ", "endfor", "if ", "elif ", "else", "endif", "set x = ", "set ", "endset", "macro m(a, b=1)",
        "endmacro", "messages", "[0]", "[::-1]", "[1:]", ".content", "['role']", "loop.index0", "namespace(a=1)", "ns.a", " | trim", " | tojson", " | length", " | join(',')", " is defined", " is not none",
        " in ", " not in ", " and ", " or ", "not ", " + ", " * ", " // ", " ~ ", "== ", "(", ")", "[", "]", "{", "}", ",", "'a'", "\"b\\n\"", "1", "2.5", "range(9)", "x", "m(x)", ".split('a')[-1]", "\n", " ", "é😀",
    ];

    [Fact]
    public void Random_sequences_of_constructs()
    {
        var random = new Random(17);
        for (var i = 0; i < 20_000; i++)
            Try(string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)])));
    }

    [Fact]
    public void Mutated_golden_templates()
    {
        var random = new Random(18);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Text", "Templates", "Golden"), "*.jinja").Order(StringComparer.Ordinal))
        {
            var source = File.ReadAllText(file);
            for (var i = 0; i < 1_000; i++)
            {
                var mutant = new StringBuilder(source);
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    var at = random.Next(mutant.Length);
                    _ = random.Next(3) switch
                    {
                        0 => mutant.Remove(at, Math.Min(mutant.Length - at - 1, random.Next(1, 20))),
                        1 => mutant.Insert(at, Pieces[random.Next(Pieces.Length)]),
                        _ => mutant.Insert(at, (char)random.Next(1, 0x3000)),
                    };
                }
                Try(mutant.ToString());
            }
        }
    }

    [Property(MaxTest = 500)]
    public void Any_string(string? source) => Try("{{" + source + "}}" + source);

    static void Try(string source)
    {
        try
        {
            var text = ChatTemplate.Parse(source, limits: Small).Render(new() { Messages = [new("user", "a<b> c"), new("assistant", "d\n\n")], BosToken = "<s>" });
            Assert.All(text, segment => Assert.NotEqual("", segment.Text));
        }
        catch (ChatTemplateException fault)
        {
            Assert.InRange(fault.Line, 1, source.ReplaceLineEndings("\n").Count(c => c == '\n') + 1);
        }
    }
}
