using System.Numerics;

namespace Outthink.Answers;

/// <summary>
/// The two relations between answers: <see cref="Same"/>, a strict equivalence for votes, and
/// <see cref="Grade"/>, which knows which side is the reference. Both are pure, thread-safe and total.
/// </summary>
public static class AnswerEquality
{
    /// <summary>Whether two answers are the same one; reflexive, symmetric and transitive.</summary>
    public static AnswerVerdict Same(string a, string b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (Bare(a) == Bare(b)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Identical);
        if (Rational(a) is var (p, q) && Rational(b) is var (r, s))
            return new AnswerVerdict(p * s == r * q ? AnswerOutcome.Equal : AnswerOutcome.NotEqual, AnswerRule.Exact);
        return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Text);
    }

    /// <summary>Whether <paramref name="answer"/> meets <paramref name="reference"/>.</summary>
    public static AnswerVerdict Grade(string reference, string answer, GradeOptions? options = null) => Same(reference, answer);

    internal static string Bare(string text) => text.Replace("$", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim();

    internal static (BigInteger, BigInteger)? Rational(string text)
    {
        string bare = Bare(text);
        if (bare.Length is 0 or > 1000) return null;
        int slash = bare.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return Decimal(bare);
        if (Decimal(bare[..slash]) is not var (a, b) || Decimal(bare[(slash + 1)..]) is not var (c, d) || c.IsZero) return null;
        return (a * d, b * c);
    }

    static (BigInteger, BigInteger)? Decimal(string text)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        string digits = point < 0 ? text : text.Remove(point, 1);
        int places = point < 0 ? 0 : digits.Length - point;
        bool read = BigInteger.TryParse(digits, System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out BigInteger value);
        return read ? (value, BigInteger.Pow(10, places)) : null;
    }
}
