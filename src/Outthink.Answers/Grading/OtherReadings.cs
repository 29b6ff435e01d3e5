using Outthink.Answers.Comparison;
using Outthink.Answers.Parsing;
using Outthink.Answers.Reading;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>
/// Other readings of the same whole text, tried when the first ones differ: a lone decimal comma, the base of a bare logarithm,
/// thousands that may be a list. Each reading covers the whole answer; no part of one is ever compared.
/// </summary>
internal static class OtherReadings
{
    public static IEnumerable<(Term Reference, Term Answer)> Of(ReadAnswer reference, ReadAnswer answer)
    {
        Term r = reference.Term!, a = answer.Term!;
        bool logs = Has(r, "log"), logsToo = Has(a, "log");
        if (logs || logsToo)
        {
            yield return (Natural(r), Natural(a));
            yield return (Decimal(r), Decimal(a));
        }
        if (DecimalComma(answer.Plain) is { } decimalAnswer && r is not Group) yield return (r, decimalAnswer);
        if (DecimalComma(reference.Plain) is { } decimalReference && a is not Group) yield return (decimalReference, a);
        if (AsList(answer.Plain) is { } list && r is Group) yield return (r, list);
        if (AsList(reference.Plain) is { } expected && a is Group) yield return (expected, a);
    }

    static bool Has(Term term, string name) => Free.Contains(term, t => t is Call c && c.Name == name);

    static Term Natural(Term term) => Calls.Rename(term, "log", static x => new Call("ln", [x]));

    static Term Decimal(Term term) => Calls.Rename(term, "log", static x => new Quotient(new Call("ln", [x]), new Call("ln", [Number.Of(10)])));

    // "3,14" alone, the group not three digits long.
    static Number? DecimalComma(string plain)
    {
        int comma = plain.IndexOf(',', StringComparison.Ordinal);
        if (comma < 1 || comma != plain.LastIndexOf(',') || plain.Length - comma - 1 is 0 or 3) return null;
        int start = plain[0] == '-' ? 1 : 0;
        for (int i = start; i < plain.Length; i++) if (i != comma && !char.IsAsciiDigit(plain[i])) return null;
        if (NumberValue.Read(plain[start..].Replace(',', '.')) is not { } number) return null;
        return start == 1 ? number with { Value = -number.Value } : number;
    }

    // "1,234" against a list of two.
    static Term? AsList(string plain) =>
        plain.Contains(',', StringComparison.Ordinal) && plain.All(static c => char.IsAsciiDigit(c) || c is ',' or '-') ? AnswerReader.Parse(plain.Replace(",", ", ", StringComparison.Ordinal)) : null;
}
