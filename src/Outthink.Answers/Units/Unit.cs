using Outthink.Answers.Numerics;

namespace Outthink.Answers.Units;

internal enum UnitKind
{
    /// <summary>A physical unit with dimension and scale.</summary>
    Measure,

    /// <summary>The percent sign: a scale of 1/100.</summary>
    Percent,

    /// <summary>The degree of an angle.</summary>
    Degree,

    /// <summary>Money; the name tells the currency.</summary>
    Money,

    /// <summary>A word after the number that is in no table ("marbles").</summary>
    Noun,
}

/// <summary>What stood after (or before) a number.</summary>
/// <param name="Kind">What sort of unit.</param>
/// <param name="Name">The currency or the noun, in lower case and singular; empty for others.</param>
/// <param name="Scale">Factor to the base unit of the dimension.</param>
/// <param name="Dimension">Dimension of a measure.</param>
/// <param name="Offset">Added after scaling (temperatures).</param>
internal sealed record Unit(UnitKind Kind, string Name, Rational Scale, Dimension Dimension, Rational Offset = default)
{
    public static readonly Unit Percent = new(UnitKind.Percent, "", new Rational(1, 100), default);

    public static readonly Unit Degree = new(UnitKind.Degree, "", 1, default);

    public static Unit Noun(string name) => new(UnitKind.Noun, name, 1, default);

    public Unit To(int power) => this with { Scale = Pow(Scale, power), Dimension = Dimension.To(power) };

    public Unit Times(Unit other) => new(UnitKind.Measure, "", Scale * other.Scale, Dimension * other.Dimension);

    static Rational Pow(Rational value, int power)
    {
        Rational result = 1;
        for (int i = 0; i < Math.Abs(power); i++) result *= value;
        return power < 0 ? Rational.One / result : result;
    }
}
