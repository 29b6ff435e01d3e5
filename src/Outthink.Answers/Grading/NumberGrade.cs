using System.Numerics;
using Outthink.Answers.Comparison;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Numbers and functions: the same, or the one rounded to the other where that is allowed.</summary>
internal sealed class NumberGrade(GradeOptions options, Work work)
{
    const int MostPlaces = 60;

    public AnswerVerdict Of(Term reference, Term answer)
    {
        AnswerVerdict verdict = Scalars.Compare(reference, answer, work);
        if (verdict.IsEqual || work.Spent) return verdict;
        if (reference is BaseNumeral || answer is BaseNumeral || Scalars.Infinite(reference) != 0 || Scalars.Infinite(answer) != 0) return verdict;
        if (Rounds(reference, answer)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Rounded);
        if (options.Decimals is { } places && Rounded(reference, places) is { } p && Rounded(answer, places) is { } q && p == q)
            return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Tolerance);
        if (options.RelativeTolerance is { } tolerance && Within(reference, answer, tolerance)) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Tolerance);
        return verdict;
    }

    bool Rounds(Term reference, Term answer)
    {
        if (reference is Number { IsDecimal: true } r)
        {
            if (answer is Number { IsDecimal: true } a) return BothDecimal(r, a);
            return r.Digits >= options.RoundedReferenceDigits && options.RoundedReferenceDigits > 0 && r.Places is > 0 and < MostPlaces
                && !IsInteger(answer) && Rounded(answer, r.Places) == r.Value;
        }
        return answer is Number { IsDecimal: true } decimals && options.RoundedAnswerDigits > 0 && decimals.Digits >= options.RoundedAnswerDigits
            && decimals.Places is > 1 and < MostPlaces && !IsShortDecimal(reference) && Rounded(reference, decimals.Places) == decimals.Value;
    }

    // A reference of few digits is met by a decimal that goes on much longer and rounds to it: 3.142 by 3.14159265.
    bool BothDecimal(Number reference, Number answer)
    {
        if (options.SignificantFigures && Math.Min(reference.Digits, answer.Digits) is var figures and >= 2)
            return SignificantFigures.Round(reference.Value, figures) == SignificantFigures.Round(answer.Value, figures);
        return options.RoundedReferenceDigits > 0 && reference.Digits >= options.RoundedReferenceDigits && reference.Places > 0
            && answer.Places >= reference.Places + 3 && answer.Places < 10 * MostPlaces && Rounded(answer, reference.Places) == reference.Value;
    }

    bool IsInteger(Term term) => new ExactEvaluation(work).Of(term) is { IsInteger: true };

    // An exact value that a few decimals write out in full has no rounded form.
    bool IsShortDecimal(Term term)
    {
        if (new ExactEvaluation(work).Of(term) is not { } value) return false;
        return value.IsInteger || (value * BigInteger.Pow(10, 6)).IsInteger;
    }

    /// <summary>The value of a number without variables, rounded to so many places; null when it is not known well enough.</summary>
    Rational? Rounded(Term term, int places)
    {
        if (places is < 0 or > 10 * MostPlaces) return null;
        Rational shift = BigInteger.Pow(10, places);
        if (new ExactEvaluation(work).Of(term) is { } exact) return (exact * shift).Round() / shift;
        if (Free.Any(term) || Value(term) is not { } value || places > MostPlaces) return null;
        BallArithmetic arithmetic = new(320);
        Ball scaled = arithmetic.Add(arithmetic.Multiply(value, Ball.Of(BigInteger.Pow(10, places))), new Ball(1, -1, double.NegativeInfinity));
        return ComplexArithmetic.Floor(scaled) is { } whole ? (Rational)whole / shift : null;
    }

    Ball? Value(Term term) => new NumericEvaluation(new ComplexArithmetic(320, real: true), null, work).Of(term) is { IsReal: true } value ? value.Re : null;

    bool Within(Term reference, Term answer, double tolerance)
    {
        if (Free.Any(reference) || Free.Any(answer) || Value(reference) is not { } r || Value(answer) is not { } a || r.MayBeZero || tolerance is not (> 0 and < 1)) return false;
        BallArithmetic arithmetic = new(320);
        if (arithmetic.Divide(arithmetic.Subtract(a, r), r) is not { } relative) return false;
        Ball size = relative.Sign < 0 ? relative.Negated : relative;
        Ball bound = new(new BigInteger(tolerance * Math.Pow(2, 60)), -60, double.NegativeInfinity);
        return arithmetic.Subtract(size, bound) is var excess && (excess.MayBeZero || excess.Sign < 0);
    }
}
