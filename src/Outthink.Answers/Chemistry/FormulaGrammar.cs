using System.Collections.Immutable;
using System.Globalization;
using Parlot.Fluent;

namespace Outthink.Answers.Chemistry;

/// <summary>
/// The grammar of one formula, blanks and LaTeX already gone: <c>Ca(OH)2</c>, <c>SO4^2-</c>, <c>CuSO4*5H2O</c>.
/// </summary>
internal static class FormulaGrammar
{
    const int LongestFormula = 200;
    const int MostAtoms = 100_000;

    readonly record struct Part(ImmutableSortedDictionary<string, int> Atoms, bool Counted, bool LongSymbol, int Elements);

    static readonly ImmutableSortedDictionary<string, int> None = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    static readonly Parser<(Part, int, bool)> Formula = Build();

    public static Species? Read(string text)
    {
        if (text.Length is 0 or > LongestFormula || text.Count(static c => c is '(' or '[') > 12) return null;
        if (text is "e^-" or "e-") return new Species(None, -1, Marked: true);
        if (!Formula.TryParse(text, out (Part Atoms, int Charge, bool Charged) read) || read.Atoms.Atoms.Count == 0 || read.Atoms.Atoms.Values.Any(static n => n is < 0 or > MostAtoms)) return null;
        bool marked = read.Charged || (read.Atoms.Counted && read.Atoms.Elements > 1) || (read.Atoms.LongSymbol && read.Atoms.Elements > 1);
        return new Species(read.Atoms.Atoms, read.Charge, marked);
    }

    static Parser<(Part, int, bool)> Build()
    {
        Parser<int> digits = Literals.Pattern(static c => char.IsAsciiDigit(c), 1, 6).Then(static t => int.Parse(t.Span, CultureInfo.InvariantCulture));
        Parser<int> count = OneOf(Literals.Char('_').SkipAnd(OneOf(Between(Literals.Char('{'), digits, Literals.Char('}')), digits)), digits);
        Parser<Part> element = Literals.Scan(ElementLength, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            .Then(static t => new Part(None.Add(t.ToString(), 1), Counted: false, t.Length > 1, 1));
        Deferred<Part> formula = Deferred<Part>();
        Parser<Part> group = OneOf(Between(Literals.Char('('), formula, Literals.Char(')')), Between(Literals.Char('['), formula, Literals.Char(']')));
        Parser<Part> unit = OneOf(element, group).And(OneOf(count, Always(0))).Then(static (pair) => pair.Item2 == 0 ? pair.Item1 : Times(pair.Item1, pair.Item2) with { Counted = true });
        Parser<Part> run = OneOrMany(unit).Then(static parts => parts.Aggregate(Join));
        formula.Parser = run;
        Parser<Part> hydrate = Literals.Char('*').SkipAnd(OneOf(digits, Always(1))).And(run).Then(static (pair) => Times(pair.Item2, pair.Item1));
        Parser<char> sign = OneOf(Literals.Char('+'), Literals.Char('-'));
        Parser<int> amountFirst = OneOf(digits, Always(1)).And(sign).Then(static (pair) => pair.Item2 == '+' ? pair.Item1 : -pair.Item1);
        Parser<int> signFirst = sign.And(digits).Then(static (pair) => pair.Item1 == '+' ? pair.Item2 : -pair.Item2);
        Parser<int> raised = Literals.Char('^').SkipAnd(OneOf(Between(Literals.Char('{'), OneOf(signFirst, amountFirst), Literals.Char('}')), signFirst, amountFirst));
        Parser<int> bare = sign.Then(static c => c == '+' ? 1 : -1);
        const int noCharge = int.MinValue;
        return run.And(ZeroOrMany(hydrate)).And(OneOf(raised, bare, Always(noCharge))).Eof()
            .Then(static (all) => (all.Item2.Aggregate(all.Item1, Join), all.Item3 == noCharge ? 0 : all.Item3, all.Item3 != noCharge));
    }

    static int ElementLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && char.IsAsciiLetterLower(text[1]) && ElementTable.Holds(text[..2])) return 2;
        return text.Length > 0 && ElementTable.Holds(text[..1]) && (text.Length == 1 || !char.IsAsciiLetterLower(text[1])) ? 1 : 0;
    }

    static Part Join(Part a, Part b)
    {
        ImmutableSortedDictionary<string, int> atoms = a.Atoms;
        foreach ((string symbol, int n) in b.Atoms) atoms = atoms.SetItem(symbol, Math.Min(atoms.GetValueOrDefault(symbol) + n, MostAtoms + 1));
        return new Part(atoms, a.Counted || b.Counted, a.LongSymbol || b.LongSymbol, a.Elements + b.Elements);
    }

    static Part Times(Part part, int factor) =>
        part with { Atoms = part.Atoms.ToImmutableSortedDictionary(static p => p.Key, p => (int)Math.Min((long)p.Value * factor, MostAtoms + 1), StringComparer.Ordinal) };
}
