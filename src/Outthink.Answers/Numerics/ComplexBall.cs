namespace Outthink.Answers.Numerics;

/// <summary>A complex number enclosed in a box.</summary>
internal readonly record struct ComplexBall(Ball Re, Ball Im)
{
    public static readonly ComplexBall One = Of(Ball.One);

    public static ComplexBall Of(Ball value) => new(value, Ball.Zero);

    public bool IsReal => Im.IsExactZero;

    public bool MayBeZero => Re.MayBeZero && Im.MayBeZero;

    public ComplexBall Negated => new(Re.Negated, Im.Negated);

    /// <summary>Upper bound of log2 of the absolute value's larger part.</summary>
    public double Top => Math.Max(Re.Top, Im.Top);
}
