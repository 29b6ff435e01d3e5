namespace Outthink.Answers.Units;

/// <summary>Exponents of the base dimensions.</summary>
internal readonly record struct Dimension(
    sbyte Length = 0, sbyte Mass = 0, sbyte Time = 0, sbyte Current = 0, sbyte Temperature = 0, sbyte Amount = 0, sbyte Money = 0)
{
    public static Dimension operator *(Dimension a, Dimension b) => new(
        (sbyte)(a.Length + b.Length), (sbyte)(a.Mass + b.Mass), (sbyte)(a.Time + b.Time), (sbyte)(a.Current + b.Current),
        (sbyte)(a.Temperature + b.Temperature), (sbyte)(a.Amount + b.Amount), (sbyte)(a.Money + b.Money));

    public Dimension To(int power) => new(
        (sbyte)(Length * power), (sbyte)(Mass * power), (sbyte)(Time * power), (sbyte)(Current * power),
        (sbyte)(Temperature * power), (sbyte)(Amount * power), (sbyte)(Money * power));
}
