using System.Globalization;
using System.Numerics;
using Outthink.Answers.Numerics;
using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers.Chemistry;

/// <summary>
/// Reads formulas and reaction equations. A formula is its element counts and charge; an equation is two sides whose species
/// may stand in any order and whose coefficients count up to a common factor.
/// </summary>
internal static class ChemicalText
{
    const int Longest = 600;

    static readonly string[] Arrows = ["->", "→", "⇌", "=>", "<=>", "\\rightarrow", "\\longrightarrow", "\\to", "\\rightleftharpoons", "=", "\\xrightarrow{}"];

    // States of matter, and the arrows of gases and precipitates.
    static readonly string[] States = ["(aq)", "(s)", "(l)", "(g)", "_{(aq)}", "_{(s)}", "_{(l)}", "_{(g)}", "\\uparrow", "\\downarrow", "↑", "↓"];

    public static Chemical? Read(string plain)
    {
        if (plain.Length is < 2 or > Longest || !plain.Any(char.IsAsciiLetterUpper)) return null;
        bool declared = plain.Contains("\\ce", StringComparison.Ordinal);
        string text = WithoutConditions(AnswerText.WithoutTextCommands(plain));
        foreach (string state in States) text = text.Replace(state, "", StringComparison.Ordinal);
        if (text.Contains('\\', StringComparison.Ordinal) || text.Contains('>', StringComparison.Ordinal) || text.Contains('=', StringComparison.Ordinal))
        {
            foreach (string arrow in Arrows)
            {
                int at = text.IndexOf(arrow, StringComparison.Ordinal);
                if (at < 0) continue;
                return Equation(text[..at], text[(at + arrow.Length)..]);
            }
        }
        text = text.Replace("\\cdot", "*", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
        return FormulaGrammar.Read(RaisedCharge(text)) is { } species && (declared || species.Marked) ? new Chemical(species.Canonical) : null;
    }

    // What stands over an arrow is no part of the equation: \xrightarrow[below]{above}, \stackrel{above}{->}.
    static string WithoutConditions(string text)
    {
        const string arrow = "\\xrightarrow";
        int at = text.IndexOf(arrow, StringComparison.Ordinal);
        if (at < 0) return text;
        int end = at + arrow.Length;
        while (end < text.Length && text[end] is '{' or '[')
        {
            int close = text.IndexOf(text[end] == '{' ? '}' : ']', end);
            if (close < 0) return text;
            end = close + 1;
        }
        return text[..at] + "->" + text[end..];
    }

    // Charges without a raised sign: in Fe3+ the digit is the charge, in NH4+ a count, in SO42- the last digit the charge.
    static string RaisedCharge(string formula)
    {
        if (formula.Length < 3 || formula[^1] is not ('+' or '-') || formula.Contains('^', StringComparison.Ordinal)) return formula;
        int digits = formula.Length - 1;
        while (digits > 0 && char.IsAsciiDigit(formula[digits - 1])) digits--;
        int count = formula.Length - 1 - digits;
        if (count == 0 || digits == 0 || formula[digits - 1] == '_') return formula;
        bool single = ElementTable.Holds(formula.AsSpan(0, digits));
        return single && count == 1 ? formula.Insert(digits, "^") : count == 2 ? formula.Insert(formula.Length - 2, "^") : formula;
    }

    static Chemical? Equation(string left, string right)
    {
        if (Side(left) is not { } reactants || Side(right) is not { } products) return null;
        if (!reactants.Concat(products).Any(static s => s.Marked)) return null;
        Rational common = Rational.Zero;
        foreach (Term term in (IEnumerable<Term>)[.. reactants, .. products]) common = Comparison.IntegerFunctions.Gcd(common, term.Coefficient);
        string Written(IEnumerable<Term> side) => string.Join(" + ", side.GroupBy(static t => t.Species)
            .Select(g => $"{g.Aggregate(Rational.Zero, static (sum, t) => sum + t.Coefficient) / common} {g.Key}").Order(StringComparer.Ordinal));
        return new Chemical($"{Written(reactants)} -> {Written(products)}");
    }

    readonly record struct Term(Rational Coefficient, string Species, bool Marked);

    // Terms are parted by "+" with blanks around it, or, where there are none, by every "+" that is no charge.
    static List<Term>? Side(string side)
    {
        List<Term> terms = [];
        string[] parts = side.Contains(" + ", StringComparison.Ordinal) ? side.Split(" + ") : side.Split('+');
        foreach (string part in parts)
        {
            string text = part.Replace(" ", "", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal).Replace("\\cdot", "*", StringComparison.Ordinal);
            Rational coefficient = Coefficient(ref text);
            if (coefficient.Sign <= 0 || FormulaGrammar.Read(RaisedCharge(text)) is not { } species) return null;
            terms.Add(new Term(coefficient, species.Canonical, species.Marked));
        }
        return terms;
    }

    static Rational Coefficient(ref string text)
    {
        int end = 0;
        while (end < text.Length && end < 8 && char.IsAsciiDigit(text[end])) end++;
        if (end == 0) return 1;
        BigInteger above = BigInteger.Parse(text[..end], CultureInfo.InvariantCulture), below = 1;
        if (end + 1 < text.Length && text[end] == '/')
        {
            int start = ++end;
            while (end < text.Length && end < start + 8 && char.IsAsciiDigit(text[end])) end++;
            if (end == start) return 0;
            below = BigInteger.Parse(text[start..end], CultureInfo.InvariantCulture);
        }
        text = text[end..];
        return below.IsZero ? 0 : new Rational(above, below);
    }
}
