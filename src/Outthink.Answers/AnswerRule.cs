namespace Outthink.Answers;

/// <summary>The rule that decided a comparison, or the reason why none could.</summary>
public enum AnswerRule
{
    /// <summary>The two texts are identical after cleaning.</summary>
    Identical,

    /// <summary>Texts compared without case, articles and punctuation.</summary>
    Text,

    /// <summary>Exact rational arithmetic.</summary>
    Exact,

    /// <summary>The forms agree or clash part by part: tuples, lists, matrices, brackets, names.</summary>
    Structure,

    /// <summary>Values of rational functions modulo large primes; equality is certain but for a chance below 2^-100.</summary>
    Identity,

    /// <summary>High-precision numeric values, at test points where there are variables.</summary>
    Numeric,

    /// <summary>Canonical keys of both answers.</summary>
    CanonicalKey,

    /// <summary>One side is a decimal to which the other's exact value rounds.</summary>
    Rounded,

    /// <summary>Sets of real numbers: intervals, unions, solved conditions.</summary>
    Set,

    /// <summary>Equations or inequalities that are the same up to a factor.</summary>
    Relation,

    /// <summary>Units: converted, clashing, or dropped where one side has none.</summary>
    Unit,

    /// <summary>Letters of a choice.</summary>
    Choice,

    /// <summary>Element counts, charges, reaction equations.</summary>
    Chemistry,

    /// <summary>Within the tolerance that the problem allows.</summary>
    Tolerance,

    /// <summary>One is a value and the other is of a kind that cannot equal it.</summary>
    Kind,

    /// <summary>Undecided: no answer was found in the output.</summary>
    NoAnswer,

    /// <summary>Undecided: the reference could not be read.</summary>
    UnreadableReference,

    /// <summary>Undecided: the answer could not be read.</summary>
    UnreadableAnswer,

    /// <summary>Undecided: the work limit was reached.</summary>
    BudgetSpent,

    /// <summary>Undecided: the net under the work limit held; a defect of the limit, and the only verdict that may not repeat.</summary>
    WallLimit,

    /// <summary>Undecided: a form that cannot be evaluated, or a value that is not defined.</summary>
    Unsupported,
}
