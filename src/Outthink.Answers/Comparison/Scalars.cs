using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Whether two numbers or functions are the same: exact, identity of rational functions, numeric, in this order.</summary>
internal static class Scalars
{
    const int FirstBits = 128, SecondBits = 288;
    const int FewestGoodPoints = 8;
    const int MostMismatches = 1;

    public static AnswerVerdict Compare(Term a, Term b, Work work)
    {
        if (Infinite(a) is var i && Infinite(b) is var j && (i != 0 || j != 0)) return Verdict(i == j, AnswerRule.Structure);
        ExactEvaluation exact = new(work);
        if (exact.Of(a) is { } p && exact.Of(b) is { } q) return Verdict(p == q, AnswerRule.Exact);
        if (a is not Number && b is not Number && CanonicalKey.IsDefined(a) && CanonicalKey.Structural(a, work) == CanonicalKey.Structural(b, work) && !work.Spent)
            return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
        if (ModularEvaluation.Fingerprint(a, work) is { } f && ModularEvaluation.Fingerprint(b, work) is { } g) return Verdict(f == g, AnswerRule.Identity);
        bool free = Free.Any(a) || Free.Any(b);
        return free || HasOpaque(a, work) || HasOpaque(b, work) ? AtPoints(a, b, work) : Closed(a, b, work);
    }

    public static AnswerVerdict Verdict(bool equal, AnswerRule rule) => new(equal ? AnswerOutcome.Equal : AnswerOutcome.NotEqual, rule);

    public static AnswerVerdict Undecided(Work work) => new(AnswerOutcome.Undecided, work.HitWall ? AnswerRule.WallLimit : work.Spent ? AnswerRule.BudgetSpent : AnswerRule.Unsupported);

    /// <summary>1 or -1 for an infinity, else 0.</summary>
    public static int Infinite(Term term) => term switch
    {
        Constant { Name: ConstantName.Infinity } => 1,
        Product { Items: [Number n, Constant { Name: ConstantName.Infinity }] } => n.Value.Sign,
        _ => 0,
    };

    static bool HasOpaque(Term term, Work work) => Free.Contains(term, t => t is Call or Binder && Opaque.Name(t, work) is not null);

    static AnswerVerdict Closed(Term a, Term b, Work work)
    {
        foreach (int bits in (int[])[FirstBits, SecondBits])
        {
            NumericEvaluation evaluation = new(new ComplexArithmetic(bits, real: false), null, work);
            if (evaluation.Of(a) is not { } x || evaluation.Of(b) is not { } y) return Undecided(work);
            bool? near = Near(evaluationBits: bits, x, y);
            if (near == false) return Verdict(false, AnswerRule.Numeric);
            if (near == true && bits == SecondBits) return Verdict(true, AnswerRule.Numeric);
        }
        return Undecided(work);
    }

    static AnswerVerdict AtPoints(Term a, Term b, Work work)
    {
        bool complex = Free.HasImaginaryUnit(a) || Free.HasImaginaryUnit(b) || Free.HasNegativeBase(a) || Free.HasNegativeBase(b);
        ComplexArithmetic arithmetic = new(FirstBits, !complex);
        int good = 0, mismatches = 0;
        for (int k = 0; k < TestPoints.Count && !work.Spent; k++)
        {
            int index = k;
            NumericEvaluation evaluation = new(arithmetic, name => TestPoints.At(name, index), work);
            ComplexBall? x = evaluation.Of(a), y = evaluation.Of(b);
            if (x is null && y is null) continue;
            if (x is null || y is null)
            {
                if (++mismatches > MostMismatches) return Verdict(false, AnswerRule.Numeric);
                continue;
            }
            bool? near = Near(FirstBits, x.Value, y.Value);
            if (near == false) return Verdict(false, AnswerRule.Numeric);
            if (near == true) good++;
        }
        return !work.Spent && good >= FewestGoodPoints ? Verdict(true, AnswerRule.Numeric) : Undecided(work);
    }

    /// <summary>True: equal as far as the precision tells, and it tells much; false: certainly different; null: too coarse.</summary>
    static bool? Near(int evaluationBits, ComplexBall x, ComplexBall y)
    {
        BallArithmetic arithmetic = new(evaluationBits);
        Ball re = arithmetic.Subtract(x.Re, y.Re), im = arithmetic.Subtract(x.Im, y.Im);
        if (!re.MayBeZero || !im.MayBeZero) return false;
        double scale = Math.Max(x.Top, y.Top);
        if (double.IsNegativeInfinity(scale)) scale = 0;
        double radius = Math.Max(re.Radius, im.Radius);
        return radius <= scale - evaluationBits / 2 || radius < -evaluationBits * 0.75 ? true : null;
    }
}
