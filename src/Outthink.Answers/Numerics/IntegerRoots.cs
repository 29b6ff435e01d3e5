using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>Whole roots of whole numbers.</summary>
internal static class IntegerRoots
{
    /// <summary>The largest integer whose <paramref name="degree"/>-th power does not exceed <paramref name="value"/> (not negative).</summary>
    public static BigInteger Floor(BigInteger value, int degree)
    {
        if (value.IsZero || value.IsOne || degree == 1) return value;
        long bits = (long)value.GetBitLength();
        if (degree >= bits) return BigInteger.One;
        BigInteger root = Start(value, bits, degree);
        while (true)
        {
            BigInteger next = ((degree - 1) * root + value / BigInteger.Pow(root, degree - 1)) / degree;
            if (next >= root) return root;
            root = next;
        }
    }

    /// <summary>The exact root, or null when there is none.</summary>
    public static BigInteger? Exact(BigInteger value, int degree)
    {
        if (value.Sign < 0) return degree % 2 == 0 ? null : -Exact(-value, degree);
        BigInteger root = Floor(value, degree);
        return BigInteger.Pow(root, degree) == value ? root : null;
    }

    // Newton falls from above, so the start must not be below the root: the leading bits, rounded up.
    static BigInteger Start(BigInteger value, long bits, int degree)
    {
        long drop = Math.Max(0, bits - 50);
        drop -= drop % degree;
        double top = Math.Pow((double)(value >> (int)drop) + 1, 1.0 / degree);
        int keep = top < 1e6 ? 30 : 0;
        var lead = new BigInteger(Math.Ceiling(top * Math.Pow(2, keep) * (1 + 1e-12)) + 1);
        long shift = drop / degree - keep;
        return shift >= 0 ? lead << (int)shift : (lead >> (int)-shift) + 1;
    }
}
