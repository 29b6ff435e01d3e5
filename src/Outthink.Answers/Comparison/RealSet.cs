using System.Collections.Immutable;
using Outthink.Answers.Numerics;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>A finite union of intervals and points: disjoint, in order, merged where they touch.</summary>
internal sealed class RealSet
{
    const int MostPieces = 64;

    public static readonly RealSet Empty = new([]);

    /// <param name="At">The end's value; infinite ends have none.</param>
    /// <param name="Infinite">-1 or 1 for an infinite end, else 0.</param>
    /// <param name="Term">The end as written.</param>
    readonly record struct End(Ball At, int Infinite, Term Term);

    readonly record struct Piece(End Low, End High, bool LowOpen, bool HighOpen);

    readonly ImmutableArray<Piece> _pieces;

    RealSet(ImmutableArray<Piece> pieces) => _pieces = pieces;

    public bool IsEmpty => _pieces.IsEmpty;

    public static RealSet? Of(Term low, Term high, bool lowOpen, bool highOpen, Work work)
    {
        if (ToEnd(low, work) is not { } a || ToEnd(high, work) is not { } b) return null;
        int order = Order(a, b);
        // (8, -2) is a pair; as an interval it would have its ends turned round.
        if (order > 0) return null;
        return order == 0 && (lowOpen || highOpen) ? Empty : new RealSet([new Piece(a, b, lowOpen || a.Infinite != 0, highOpen || b.Infinite != 0)]);
    }

    public static RealSet? OfPoints(ImmutableArray<Term> points, Work work)
    {
        RealSet? set = Empty;
        if (points.Length > MostPieces) return null;
        foreach (Term point in points) set = Of(point, point, false, false, work) is { } one ? set?.Union(one, work) : null;
        return set;
    }

    static End? ToEnd(Term term, Work work)
    {
        if (Scalars.Infinite(term) is var sign and not 0) return new End(Ball.Zero, sign, term);
        if (Free.Any(term)) return null;
        return new NumericEvaluation(new ComplexArithmetic(256, real: true), null, work).Of(term) is { IsReal: true } value ? new End(value.Re, 0, term) : null;
    }

    static int Order(End a, End b)
    {
        if (a.Infinite != 0 || b.Infinite != 0) return a.Infinite.CompareTo(b.Infinite);
        Ball difference = new BallArithmetic(256).Subtract(a.At, b.At);
        return difference.MayBeZero ? 0 : difference.Sign;
    }

    public RealSet? Union(RealSet other, Work work)
    {
        List<Piece> all = [.. _pieces, .. other._pieces];
        if (all.Count > MostPieces || !work.Spend(all.Count * 50)) return null;
        all.Sort(static (a, b) => Order(a.Low, b.Low) is var order and not 0 ? order : a.LowOpen.CompareTo(b.LowOpen));
        List<Piece> merged = [];
        foreach (Piece piece in all)
        {
            if (merged.Count > 0 && Order(piece.Low, merged[^1].High) is var gap && (gap < 0 || (gap == 0 && !(piece.LowOpen && merged[^1].HighOpen))))
            {
                int reach = Order(piece.High, merged[^1].High);
                bool open = reach > 0 ? piece.HighOpen : reach < 0 ? merged[^1].HighOpen : piece.HighOpen && merged[^1].HighOpen;
                merged[^1] = merged[^1] with { High = reach > 0 ? piece.High : merged[^1].High, HighOpen = open };
            }
            else merged.Add(piece);
        }
        return new RealSet([.. merged]);
    }

    public RealSet? Intersection(RealSet other, Work work)
    {
        if (!work.Spend(_pieces.Length * other._pieces.Length * 20L)) return null;
        RealSet? result = Empty;
        foreach (Piece a in _pieces)
        {
            foreach (Piece b in other._pieces)
            {
                int low = Order(a.Low, b.Low), high = Order(a.High, b.High);
                Piece common = new(low >= 0 ? a.Low : b.Low, high <= 0 ? a.High : b.High,
                    low > 0 ? a.LowOpen : low < 0 ? b.LowOpen : a.LowOpen || b.LowOpen,
                    high < 0 ? a.HighOpen : high > 0 ? b.HighOpen : a.HighOpen || b.HighOpen);
                int order = Order(common.Low, common.High);
                if (order < 0 || (order == 0 && !common.LowOpen && !common.HighOpen)) result = result?.Union(new RealSet([common]), work);
            }
        }
        return result;
    }

    public RealSet Complement()
    {
        List<Piece> gaps = [];
        End from = new(Ball.Zero, -1, new Product([Number.Of(-1), new Constant(ConstantName.Infinity)]));
        bool open = true;
        foreach (Piece piece in _pieces)
        {
            if (piece.Low.Infinite == 0 && (Order(from, piece.Low) < 0 || (!open && !piece.LowOpen))) gaps.Add(new Piece(from, piece.Low, open, !piece.LowOpen));
            (from, open) = (piece.High, !piece.HighOpen);
        }
        if (from.Infinite <= 0) gaps.Add(new Piece(from, new End(Ball.Zero, 1, new Constant(ConstantName.Infinity)), open, true));
        return new RealSet([.. gaps]);
    }

    /// <summary>Whether both hold the same numbers; ends meet when <paramref name="same"/> says so.</summary>
    public bool Equals(RealSet other, Func<Term, Term, bool> same)
    {
        if (_pieces.Length != other._pieces.Length) return false;
        for (int i = 0; i < _pieces.Length; i++)
        {
            (Piece a, Piece b) = (_pieces[i], other._pieces[i]);
            if (a.LowOpen != b.LowOpen || a.HighOpen != b.HighOpen || !Meet(a.Low, b.Low) || !Meet(a.High, b.High)) return false;
        }
        return true;

        bool Meet(End a, End b) => a.Infinite == b.Infinite && (a.Infinite != 0 || same(a.Term, b.Term));
    }

    public string Key(Work work)
    {
        if (IsEmpty) return "named empty";
        bool points = _pieces.All(static p => Order(p.Low, p.High) == 0);
        if (points) return "set " + string.Join(',', _pieces.Select(p => CanonicalKey.Of(p.Low.Term, work)).Distinct().Order(StringComparer.Ordinal));
        return string.Join('∪', _pieces.Select(p => Order(p.Low, p.High) == 0
            ? $"[{CanonicalKey.Of(p.Low.Term, work)}]"
            : $"{(p.LowOpen ? '(' : '[')}{CanonicalKey.Of(p.Low.Term, work)},{CanonicalKey.Of(p.High.Term, work)}{(p.HighOpen ? ')' : ']')}"));
    }
}
