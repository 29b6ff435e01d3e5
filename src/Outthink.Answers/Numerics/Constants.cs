using System.Numerics;

namespace Outthink.Answers.Numerics;

/// <summary>Pi and ln 2 in fixed point, computed once at the highest precision used.</summary>
internal static class Constants
{
    const int Places = 1400;

    static readonly BigInteger PiDigits = 4 * (4 * ArctanOfInverse(5) - ArctanOfInverse(239));

    static readonly BigInteger Ln2Digits = Ln2Series();

    public static BigInteger Pi(int places) => PiDigits >> (Places - places);

    public static BigInteger Ln2(int places) => Ln2Digits >> (Places - places);

    static BigInteger ArctanOfInverse(int n)
    {
        BigInteger power = (BigInteger.One << Places) / n;
        BigInteger sum = power;
        for (int k = 3, sign = -1; !power.IsZero; k += 2, sign = -sign)
        {
            power /= n * n;
            sum += sign * (power / k);
        }
        return sum;
    }

    // ln 2 = 2 artanh(1/3)
    static BigInteger Ln2Series()
    {
        BigInteger power = (BigInteger.One << Places) / 3;
        BigInteger sum = power;
        for (int k = 3; !power.IsZero; k += 2)
        {
            power /= 9;
            sum += power / k;
        }
        return 2 * sum;
    }
}
