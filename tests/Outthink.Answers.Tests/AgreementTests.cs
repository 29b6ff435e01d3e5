using System.Globalization;
using System.Text;

namespace Outthink.Answers.Tests;

/// <summary>Agreement with the labelled pairs of public graders' test suites.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    sealed record Graded(AnswerCase Case, AnswerVerdict Verdict)
    {
        public bool Agrees => Verdict.IsEqual == Case.Equal;

        public bool FalselyAccepted => Verdict.IsEqual && !Case.Equal;
    }

    static List<Graded> GradeAll() => [.. AnswerCase.Read().Select(c => new Graded(c, c.Grade()))];

    [Fact]
    public void The_checker_agrees_with_the_labels_and_accepts_almost_nothing_that_is_wrong()
    {
        List<Graded> all = GradeAll();
        Graded[] counted = [.. all.Where(g => !g.Case.Apart)];
        Print(all);
        AssertAgreement(counted);
        AssertAgreement([.. counted.Where(g => g.Case.Kind is not ("parse" or "self" or "mutant"))]);
        foreach (IGrouping<string, Graded> kind in counted.GroupBy(g => g.Case.Kind))
            Assert.True(kind.Count(g => g.Agrees) >= 0.90 * kind.Count(), $"{kind.Key}: {kind.Count(g => g.Agrees)} of {kind.Count()}");
    }

    static void AssertAgreement(Graded[] graded)
    {
        int agree = graded.Count(g => g.Agrees), accepted = graded.Count(g => g.FalselyAccepted);
        Assert.True(agree >= 0.98 * graded.Length, $"{agree} of {graded.Length} agree");
        Assert.True(accepted <= 1, $"{accepted} false accepts");
    }

    [Fact]
    public void Readable_sides_are_values_and_not_text()
    {
        int readable = 0, typed = 0;
        foreach (AnswerCase c in AnswerCase.Read().Where(c => !c.Apart && c.Kind is not ("malformed" or "hostile")))
        {
            foreach (string side in (string[])[c.Gold, c.Pred])
            {
                if (AnswerExtractor.Extract(side) is not { } found) continue;
                readable++;
                if (AnswerParser.KindOf(found.Text) is not (AnswerKind.Text or AnswerKind.Unreadable)) typed++;
            }
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{typed} of {readable} sides are typed"));
        Assert.True(typed >= 0.97 * readable, $"{typed} of {readable}");
    }

    [Fact]
    public void Verdicts_repeat_and_do_not_depend_on_the_culture()
    {
        List<AnswerCase> cases = AnswerCase.Read();
        AnswerVerdict[] first = [.. cases.Select(c => c.Grade())];
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            // A culture of the test's own, since the program runs without the system's: the comma is the point.
            CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            comma.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal(first, cases.Select(c => c.Grade()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        AnswerVerdict[] parallel = new AnswerVerdict[cases.Count];
        Parallel.For(0, cases.Count, i => parallel[i] = cases[i].Grade());
        Assert.Equal(first, parallel);
    }

    void Print(List<Graded> all)
    {
        StringBuilder table = new("kind            n  ours  Math-Verify  false accepts  false refusals\n");
        foreach (IGrouping<string, Graded> kind in all.GroupBy(g => g.Case.Apart ? g.Case.Kind + " (apart)" : g.Case.Kind).OrderBy(k => k.Key, StringComparer.Ordinal)) Row(table, kind.Key, [.. kind]);
        Graded[] counted = [.. all.Where(g => !g.Case.Apart)];
        Row(table, "all", counted);
        Row(table, "all that Math-Verify judged", [.. counted.Where(g => g.Case.MathVerify is not null)]);
        Row(table, "without parse, self, mutant", [.. counted.Where(g => g.Case.Kind is not ("parse" or "self" or "mutant"))]);
        foreach (Graded wrong in counted.Where(g => !g.Agrees))
            table.Append(CultureInfo.InvariantCulture, $"{(wrong.Case.Equal ? "refused " : "accepted")} {wrong.Case.Kind} {wrong.Verdict.Rule}: {Short(wrong.Case.Gold)} <- {Short(wrong.Case.Pred)}\n");
        output.WriteLine(table.ToString());
    }

    static void Row(StringBuilder table, string name, Graded[] graded) => table.Append(CultureInfo.InvariantCulture,
        $"{name,-28} {graded.Length,4} {100.0 * graded.Count(g => g.Agrees) / graded.Length,6:F2} {100.0 * graded.Count(g => g.Case.MathVerify == g.Case.Equal) / graded.Length,6:F2} {graded.Count(g => g.FalselyAccepted),3} {graded.Count(g => !g.Agrees && !g.FalselyAccepted),3}\n");

    static string Short(string text) => (text.Length > 120 ? text[..50] + " … " + text[^60..] : text).ReplaceLineEndings(" ");
}
