namespace Outthink.Evaluation.Statistics;

/// <summary>A share of successes with its Wilson 95 % score interval. Of no trials everything is 0 and the interval is [0, 1].</summary>
public readonly record struct Proportion(int Successes, int Trials)
{
    public double Value => Trials == 0 ? 0 : (double)Successes / Trials;

    /// <summary>Lower end of the interval, in [0, 1].</summary>
    public double Low => Wilson.Interval(Value, Trials).Low;

    /// <summary>Upper end of the interval, in [0, 1].</summary>
    public double High => Wilson.Interval(Value, Trials).High;

    /// <summary>Both parts together.</summary>
    public static Proportion operator +(Proportion a, Proportion b) => new(a.Successes + b.Successes, a.Trials + b.Trials);
}
