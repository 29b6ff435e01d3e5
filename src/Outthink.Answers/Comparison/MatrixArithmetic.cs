using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Writes out sums, products and transposes of matrices: <c>2 \begin{pmatrix} 1 \\ 2 \end{pmatrix}</c> is one matrix.</summary>
internal static class MatrixArithmetic
{
    const int MostCells = 400;
    const int MostFactors = 9;

    /// <summary>The one matrix that a term is, or the term itself.</summary>
    public static Term Of(Term term) => term is Sum or Product or Quotient or Power && Value(term) is { } matrix ? matrix : term;

    static Matrix? Value(Term term) => term switch
    {
        Matrix m => m,
        Sum s => s.Items.Select(Value).Aggregate(static (a, b) => a is null || b is null ? null : Add(a, b)),
        Product p => OfProduct(p.Items),
        Quotient q => !IsMatrix(q.Denominator) && Value(q.Numerator) is { } above ? Each(above, t => new Quotient(t, q.Denominator)) : null,
        Power { Exponent: Number { Value: { IsInteger: true } n } } p when n < MostFactors && -n < MostFactors && Value(p.Base) is { } radix => ToPower(radix, (int)n.Numerator),
        Power { Exponent: Symbol { Name: "T" or "t" or "\\top" } } p => Transposed(Value(p.Base) ?? Row(p.Base)),
        _ => null,
    };

    static bool IsMatrix(Term term) => Free.Contains(term, static t => t is Matrix);

    static Matrix? OfProduct(ImmutableArray<Term> factors)
    {
        Matrix? product = null;
        var scalars = ImmutableArray.CreateBuilder<Term>();
        foreach (Term factor in factors)
        {
            if (!IsMatrix(factor))
            {
                scalars.Add(factor);
                continue;
            }
            if (Value(factor) is not { } next) return null;
            product = product is null ? next : Times(product, next);
            if (product is null) return null;
        }
        if (product is null || scalars.Count == 0) return product;
        return Each(product, t => new Product([.. scalars, t]));
    }

    static Matrix Each(Matrix matrix, Func<Term, Term> cell) => new([.. matrix.Rows.Select(r => r.Select(cell).ToImmutableArray())]);

    static Matrix? Add(Matrix a, Matrix b)
    {
        if (a.Rows.Length != b.Rows.Length || a.Rows.Zip(b.Rows).Any(static p => p.First.Length != p.Second.Length)) return null;
        return new Matrix([.. a.Rows.Zip(b.Rows, static (x, y) => x.Zip(y, static (p, q) => (Term)new Sum([p, q])).ToImmutableArray())]);
    }

    static Matrix? Times(Matrix a, Matrix b)
    {
        int inner = b.Rows.Length, columns = b.Rows[0].Length;
        if (a.Rows.Any(r => r.Length != inner) || b.Rows.Any(r => r.Length != columns) || (long)a.Rows.Length * columns * inner > MostCells) return null;
        return new Matrix([.. a.Rows.Select(r => Enumerable.Range(0, columns).Select(j => (Term)new Sum([.. Enumerable.Range(0, inner).Select(k => (Term)new Product([r[k], b.Rows[k][j]]))])).ToImmutableArray())]);
    }

    static Matrix? ToPower(Matrix matrix, int exponent)
    {
        if (exponent < 0) return Inverse(matrix) is { } inverse ? ToPower(inverse, -exponent) : null;
        Matrix? power = exponent == 0 ? null : matrix;
        for (int i = 1; i < exponent && power is not null; i++) power = Times(power, matrix);
        return power;
    }

    static Matrix? Inverse(Matrix matrix)
    {
        if (matrix.Rows is not [[var a, var b], [var c, var d]]) return null;
        static Term Minus(Term t) => new Product([Number.Of(-1), t]);
        Sum determinant = new([new Product([a, d]), Minus(new Product([b, c]))]);
        return Each(new Matrix([[d, Minus(b)], [Minus(c), a]]), t => new Quotient(t, determinant));
    }

    static Matrix? Row(Term term) => term is Group { Enclosure: Enclosure.Round or Enclosure.Square } group ? new Matrix([group.Items]) : null;

    static Matrix? Transposed(Matrix? matrix)
    {
        if (matrix is null || matrix.Rows.Any(r => r.Length != matrix.Rows[0].Length)) return null;
        return new Matrix([.. Enumerable.Range(0, matrix.Rows[0].Length).Select(j => matrix.Rows.Select(r => r[j]).ToImmutableArray())]);
    }
}
