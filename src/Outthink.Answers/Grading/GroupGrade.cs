using System.Collections.Immutable;
using Outthink.Answers.Comparison;
using Outthink.Answers.Values;

namespace Outthink.Answers.Grading;

/// <summary>Lists, sets, tuples, vectors and matrices: always whole against whole.</summary>
internal sealed class GroupGrade(TermGrade terms, GradeOptions options, Work work)
{
    const int MostMatched = 128;

    public AnswerVerdict Of(Term reference, Term answer)
    {
        if (reference is Matrix || answer is Matrix) return OfMatrices(Column(reference), Column(answer));
        if (reference is not Group r || answer is not Group a) return OfMixed(reference, answer);
        (r, a) = (Sequences.WrittenOut(r), Sequences.WrittenOut(a));
        // A condition in several parts, met by the set that it describes.
        if (r.Enclosure == Enclosure.None && r.Items.All(static t => t is Relation) && a.Enclosure is Enclosure.Round or Enclosure.Square && RealSets.Solved(r, work) is var (condition, _) && RealSets.Of(a, work) is { } given)
            return Scalars.Verdict(condition.Equals(given, (x, y) => terms.Of(x, y).IsEqual), AnswerRule.Set);
        // x = 1, y = 2 and (1, 2)
        if (r.Enclosure == Enclosure.None && a.Enclosure == Enclosure.Round && Assignments.Coordinates(r.Items) is { } named) return InOrder(named, a.Items);
        if (a.Enclosure == Enclosure.None && r.Enclosure == Enclosure.Round && Assignments.Coordinates(a.Items) is { } names) return InOrder(r.Items, names);
        if (IsUnordered(r) && IsUnordered(a)) return Unordered(r, a);
        if (r.Enclosure == a.Enclosure) return InOrder(r.Items, a.Items);
        // A tuple met by its items without brackets; a vector by a tuple.
        bool tuple = r.Enclosure is Enclosure.Round or Enclosure.Square or Enclosure.Angle;
        if (tuple && a.Enclosure == Enclosure.None) return InOrder(r.Items, a.Items);
        if (r.Enclosure == Enclosure.None && a.Enclosure is Enclosure.Round or Enclosure.Square && a.Items.Length > 2) return InOrder(r.Items, a.Items);
        if ((r.Enclosure, a.Enclosure) is (Enclosure.Angle, Enclosure.Round) or (Enclosure.Round, Enclosure.Angle)) return InOrder(r.Items, a.Items);
        // A list of matrices or tuples in square brackets is only a way to write the set of them.
        if (r.Enclosure == Enclosure.Square && a.Enclosure == Enclosure.Brace && r.Items.All(static t => t is Matrix or Group)) return Unordered(r, a);
        return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
    }

    static bool IsUnordered(Group group) => group.Enclosure is Enclosure.None or Enclosure.Brace && !group.Items.Any(static t => t is Dots);

    AnswerVerdict OfMixed(Term reference, Term answer)
    {
        Group? several = answer as Group ?? reference as Group;
        if ((options.AllowSetRelation || ReferenceEquals(several, reference)) && several is { Enclosure: Enclosure.None } && RealSets.Solved(several, work) is var (solved, _)
            && RealSets.Of(ReferenceEquals(several, answer) ? reference : answer, work) is { } set)
            return Scalars.Verdict(set.Equals(solved, (x, y) => terms.Of(x, y).IsEqual), AnswerRule.Set);
        return TermGrade.Kinds();
    }

    AnswerVerdict InOrder(ImmutableArray<Term> r, ImmutableArray<Term> a)
    {
        if (r.Length != a.Length) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
        AnswerVerdict result = new(AnswerOutcome.Equal, AnswerRule.Structure);
        for (int i = 0; i < r.Length; i++)
        {
            AnswerVerdict item = r[i] is Dots && a[i] is Dots ? result : terms.Of(r[i], a[i]);
            if (item.Outcome == AnswerOutcome.NotEqual) return item;
            if (item.Outcome == AnswerOutcome.Undecided) result = item;
        }
        return result;
    }

    AnswerVerdict Unordered(Group reference, Group answer)
    {
        (ImmutableArray<Term> r, ImmutableArray<Term> a) = (reference.Items, answer.Items);
        bool set = reference.Enclosure == Enclosure.Brace || answer.Enclosure == Enclosure.Brace;
        (r, a) = Names(r, a, out bool differentNames);
        if (differentNames) return InOrder(r, a);
        if (r.Concat(a).All(static t => t is Relation) && RealSets.Solved(reference, work) is var (p, _) && RealSets.Solved(answer, work) is var (q, _)
            && p.Equals(q, (x, y) => terms.Of(x, y).IsEqual))
            return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Set);
        if (r.Length > MostMatched || a.Length > MostMatched) return Scalars.Verdict(CanonicalKey.Of(reference, work) == CanonicalKey.Of(answer, work), AnswerRule.Structure);
        return set || r.Length == a.Length ? Matched(r, a, set) : new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
    }

    // Names are dropped where only one side has them: x = 1, x = 2 and 1, 2. With several names the values stand in order.
    static (ImmutableArray<Term>, ImmutableArray<Term>) Names(ImmutableArray<Term> r, ImmutableArray<Term> a, out bool differentNames)
    {
        differentNames = false;
        ImmutableArray<Term>? bareR = Assignments.Bare(new Group(Enclosure.None, r))?.Items, bareA = Assignments.Bare(new Group(Enclosure.None, a))?.Items;
        bool namedR = r.Any(static t => t is Relation), namedA = a.Any(static t => t is Relation);
        // Beside x = -3, 3 the names x_1 = 3, x_2 = -3 only count.
        if (bareR is not null && bareA is null && namedA) bareA = Assignments.Bare(new Group(Enclosure.None, a), numbered: true)?.Items;
        if (bareA is not null && bareR is null && namedR) bareR = Assignments.Bare(new Group(Enclosure.None, r), numbered: true)?.Items;
        if (bareR is { } x && (bareA is not null || !namedA)) return (x, bareA ?? a);
        if (bareA is { } y && !namedR) return (r, y);
        if (namedR && !namedA && Assignments.Values(r) is { } valuesR)
        {
            differentNames = true;
            return (valuesR, a);
        }
        if (namedA && !namedR && Assignments.Values(a) is { } valuesA)
        {
            differentNames = true;
            return (r, valuesA);
        }
        return (r, a);
    }

    // A perfect matching (Kuhn); in a set an item may meet several that are equal to it.
    AnswerVerdict Matched(ImmutableArray<Term> r, ImmutableArray<Term> a, bool set)
    {
        AnswerVerdict[,] verdicts = new AnswerVerdict[r.Length, a.Length];
        bool undecided = false;
        for (int i = 0; i < r.Length; i++)
        {
            for (int j = 0; j < a.Length; j++)
            {
                verdicts[i, j] = terms.Of(r[i], a[j]);
                undecided |= verdicts[i, j].Outcome == AnswerOutcome.Undecided;
            }
        }
        bool all = set
            ? Enumerable.Range(0, r.Length).All(i => Enumerable.Range(0, a.Length).Any(j => verdicts[i, j].IsEqual))
                && Enumerable.Range(0, a.Length).All(j => Enumerable.Range(0, r.Length).Any(i => verdicts[i, j].IsEqual))
            : Perfect(verdicts, r.Length);
        if (all) return new AnswerVerdict(AnswerOutcome.Equal, AnswerRule.Structure);
        return undecided ? Scalars.Undecided(work) : new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
    }

    static bool Perfect(AnswerVerdict[,] verdicts, int count)
    {
        int[] partner = new int[count];
        Array.Fill(partner, -1);
        for (int i = 0; i < count; i++)
            if (!Assign(i, new bool[count])) return false;
        return true;

        bool Assign(int i, bool[] tried)
        {
            for (int j = 0; j < count; j++)
            {
                if (tried[j] || !verdicts[i, j].IsEqual) continue;
                tried[j] = true;
                if (partner[j] >= 0 && !Assign(partner[j], tried)) continue;
                partner[j] = i;
                return true;
            }
            return false;
        }
    }

    AnswerVerdict OfMatrices(Term reference, Term answer)
    {
        if (Rows(reference) is not { } r || Rows(answer) is not { } a) return TermGrade.Kinds();
        // A vector may be written as a column, a row or a tuple where one side is no matrix.
        if (reference is not Matrix || answer is not Matrix) (r, a) = (Flat(r), Flat(a));
        if (r.Length != a.Length) return new AnswerVerdict(AnswerOutcome.NotEqual, AnswerRule.Structure);
        AnswerVerdict result = new(AnswerOutcome.Equal, AnswerRule.Structure);
        for (int i = 0; i < r.Length; i++)
        {
            AnswerVerdict row = InOrder(r[i], a[i]);
            if (row.Outcome == AnswerOutcome.NotEqual) return row;
            if (row.Outcome == AnswerOutcome.Undecided) result = row;
        }
        return result;
    }

    // A binomial coefficient looks like a column of two.
    static Term Column(Term term) => term is Call { Name: "binom", Arguments: [var top, var bottom] } ? new Matrix([[top], [bottom]]) : term;

    static ImmutableArray<ImmutableArray<Term>>? Rows(Term term) => term switch
    {
        Matrix m => m.Rows,
        Group { Enclosure: Enclosure.Square or Enclosure.Round } g when g.Items.All(static t => t is Group { Enclosure: Enclosure.Square or Enclosure.Round }) => [.. g.Items.Select(static t => ((Group)t).Items)],
        Group { Enclosure: Enclosure.Square or Enclosure.Round or Enclosure.Angle } g => [g.Items],
        _ => null,
    };

    static ImmutableArray<ImmutableArray<Term>> Flat(ImmutableArray<ImmutableArray<Term>> rows) => rows.All(static r => r.Length == 1) ? [[.. rows.Select(static r => r[0])]] : rows;
}
