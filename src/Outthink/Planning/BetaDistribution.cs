namespace Outthink.Planning;

/// <summary>The Beta distribution, for posteriors of shares.</summary>
internal static class BetaDistribution
{
    private const double Accuracy = 1e-12;
    private const double Tiny = 1e-300;

    /// <summary>P(X ≤ x): the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22, evaluated after Lentz).</summary>
    /// <param name="x">In [0, 1].</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    public static double Cumulative(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        // The fraction converges fast below the mean; above it the symmetric one does.
        if (x > (a + 1) / (a + b + 2)) return 1 - Cumulative(1 - x, b, a);
        double front = Math.Exp(a * Math.Log(x) + b * Math.Log(1 - x) + LogGamma(a + b) - LogGamma(a) - LogGamma(b)) / a;
        double c = 1, d = 1 / NotZero(1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m < 1000; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / NotZero(1 + even * d);
            c = NotZero(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / NotZero(1 + odd * d);
            c = NotZero(1 + odd / c);
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < Accuracy) break;
        }
        return Math.Clamp(front * fraction, 0, 1);
    }

    /// <summary>The beta-binomial distribution: P(X = x) for x = 0 … count successes, whose probability is Beta(a, b). Lengths: count + 1.</summary>
    /// <param name="count">0 or more.</param>
    /// <param name="a">At least 1.</param>
    /// <param name="b">At least 1.</param>
    public static double[] Binomial(int count, double a, double b)
    {
        double[] probabilities = new double[count + 1];
        double log = LogGamma(b + count) - LogGamma(a + b + count) - LogGamma(b) + LogGamma(a + b);
        for (int x = 0; x < count; x++)
        {
            probabilities[x] = Math.Exp(log);
            log += Math.Log((count - x) * (a + x) / ((x + 1) * (b + count - x - 1)));
        }
        probabilities[count] = Math.Exp(log);
        return probabilities;
    }

    /// <summary>ln Γ(z) for z ≥ 1, by Stirling's series after raising z to 10 (DLMF 5.11.1).</summary>
    private static double LogGamma(double z)
    {
        double product = 1;
        for (; z < 10; z++) product *= z;
        double r = 1 / (z * z);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / z;
        return (z - 0.5) * Math.Log(z) - z + 0.5 * Math.Log(2 * Math.PI) + series - Math.Log(product);
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
