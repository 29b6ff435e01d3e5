using System.Collections.Immutable;

namespace Outthink.Planning;

/// <summary>Reads a price and what it buys off measured points.</summary>
internal static class PriceCurve
{
    /// <summary>
    /// The point whose cost is the budget: between the last measured one within it and the next dearer one, the price
    /// geometrically in the cost, the rest linearly. Beyond the ends the nearest end.
    /// </summary>
    public static PricePoint At(ImmutableArray<PricePoint> points, CostUnit unit, double budget)
    {
        PricePoint low = points[0];
        foreach (PricePoint high in points)
        {
            double from = low.In(unit), to = high.In(unit);
            if (to > budget && to > from) return Between(low, high, Math.Clamp(Math.Log(budget / from) / Math.Log(to / from), 0, 1));
            if (to >= from) low = high;
        }
        return low;
    }

    private static PricePoint Between(PricePoint low, PricePoint high, double share) => new()
    {
        Price = Math.Exp((1 - share) * Math.Log(low.Price) + share * Math.Log(high.Price)),
        Accuracy = (1 - share) * low.Accuracy + share * high.Accuracy,
        Tokens = (1 - share) * low.Tokens + share * high.Tokens,
        Flops = (1 - share) * low.Flops + share * high.Flops,
        Seconds = (1 - share) * low.Seconds + share * high.Seconds,
    };
}
