using System.Collections.Frozen;
using System.Numerics;
using Outthink.Answers.Numerics;

namespace Outthink.Answers.Units;

/// <summary>Units by name. Scales are exact in SI base units (metre, kilogram, second, ampere, kelvin, mole).</summary>
internal static class UnitTable
{
    static readonly Dimension Length = new(Length: 1), Mass = new(Mass: 1), Time = new(Time: 1), Area = new(Length: 2),
        Volume = new(Length: 3), Speed = new(Length: 1, Time: -1), Energy = new(Length: 2, Mass: 1, Time: -2),
        Power = new(Length: 2, Mass: 1, Time: -3), Force = new(Length: 1, Mass: 1, Time: -2),
        Pressure = new(Length: -1, Mass: 1, Time: -2), Charge = new(Current: 1, Time: 1), Frequency = new(Time: -1),
        Voltage = new(Length: 2, Mass: 1, Time: -3, Current: -1), Money = new(Money: 1);

    static readonly FrozenDictionary<string, Unit> ByName = Build();

    /// <summary>The unit of that name, singular or plural, or null.</summary>
    public static Unit? Find(string name)
    {
        if (ByName.TryGetValue(name, out Unit? unit)) return unit;
        string lower = name.ToLowerInvariant();
        if (lower.Length > 2 && ByName.TryGetValue(lower, out unit)) return unit;
        return lower.Length > 3 && lower[^1] == 's' && ByName.TryGetValue(lower[..^1], out unit) ? unit : null;
    }

    static FrozenDictionary<string, Unit> Build()
    {
        Dictionary<string, Unit> table = new(StringComparer.Ordinal);
        void Add(Dimension dimension, Rational scale, params ReadOnlySpan<string> names)
        {
            foreach (string name in names)
                table[name] = new Unit(dimension.Money != 0 ? UnitKind.Money : UnitKind.Measure, dimension.Money != 0 ? names[0] : "", scale, dimension);
        }
        void Metric(Dimension dimension, Rational scale, string symbol, string word)
        {
            (string, string, int)[] prefixes = [("", "", 0), ("k", "kilo", 3), ("m", "milli", -3), ("c", "centi", -2), ("d", "deci", -1),
                ("u", "micro", -6), ("µ", "micro", -6), ("μ", "micro", -6), ("n", "nano", -9), ("M", "mega", 6), ("G", "giga", 9), ("p", "pico", -12)];
            foreach ((string s, string w, int e) in prefixes)
                Add(dimension, scale * Ten(e), s + symbol, w + word);
        }

        Metric(Length, 1, "m", "meter");
        Metric(Length, 1, "m", "metre");
        Metric(Mass, Ten(-3), "g", "gram");
        Metric(Time, 1, "s", "second");
        Metric(Volume, Ten(-3), "L", "liter");
        Metric(Volume, Ten(-3), "l", "litre");
        Metric(Energy, 1, "J", "joule");
        Metric(Force, 1, "N", "newton");
        Metric(Pressure, 1, "Pa", "pascal");
        Metric(Voltage, 1, "V", "volt");
        Metric(new Dimension(Current: 1), 1, "A", "ampere");
        Metric(new Dimension(Amount: 1), 1, "mol", "mole");
        Metric(new Dimension(Amount: 1, Length: -3), 1000, "M", "molar");
        Metric(Charge, 1, "C", "coulomb");
        Metric(Frequency, 1, "Hz", "hertz");
        Metric(Energy, new Rational(BigInteger.Parse("1602176634", System.Globalization.CultureInfo.InvariantCulture), BigInteger.Pow(10, 28)), "eV", "electronvolt");
        Metric(Energy, new Rational(523, 125), "cal", "calorie");
        Metric(new Dimension(Length: 2, Mass: 1, Time: -3, Current: -2), 1, "Ω", "ohm");
        Metric(new Dimension(Mass: 1, Time: -2, Current: -1), 1, "T", "tesla");
        Metric(new Dimension(Length: -2, Mass: -1, Time: 4, Current: 2), 1, "F", "farad");
        Metric(new Dimension(Length: 2, Mass: 1, Time: -2, Current: -2), 1, "H", "henry");
        Metric(new Dimension(Length: 2, Mass: 1, Time: -2, Current: -1), 1, "Wb", "weber");
        Metric(new Dimension(Current: 1), 1, "A", "amp");
        Metric(Power, 1, "W", "watt");
        Add(Length, new Rational(BigInteger.Parse("149597870700", System.Globalization.CultureInfo.InvariantCulture), 1), "AU");
        Add(Length, new Rational(BigInteger.Parse("9460730472580800", System.Globalization.CultureInfo.InvariantCulture), 1), "ly", "lightyear", "light-year");
        Add(new Dimension(Temperature: 1), 1, "K", "kelvin");
        table["°C"] = table["celsius"] = new Unit(UnitKind.Measure, "", 1, new Dimension(Temperature: 1), new Rational(27315, 100));
        table["°F"] = table["fahrenheit"] = new Unit(UnitKind.Measure, "", new Rational(5, 9), new Dimension(Temperature: 1), new Rational(45967 * 5, 900));
        Add(Time, 1, "sec", "secs");
        Add(Time, 60, "min", "mins", "minute");
        Add(Time, 3600, "h", "hr", "hrs", "hour");
        Add(Time, 86400, "day");
        Add(Time, 604800, "week", "wk");
        Add(Time, 2629746, "month");
        Add(Time, 31556952, "year", "yr", "yrs");
        Add(Length, new Rational(254, 10000), "in", "inch", "inches");
        Add(Length, new Rational(3048, 10000), "ft", "foot", "feet");
        Add(Length, new Rational(9144, 10000), "yd", "yard");
        Add(Length, new Rational(1609344, 1000), "mi", "mile");
        Add(Area, 10000, "ha", "hectare");
        Add(Area, new Rational(40468564224, 10000000), "acre");
        Add(Volume, new Rational(3785411784, 1000000000000), "gal", "gallon");
        Add(Volume, new Rational(3785411784, 4000000000000), "qt", "quart");
        Add(Volume, new Rational(3785411784, 8000000000000), "pt", "pint");
        Add(Volume, Ten(-6), "cc");
        Add(Mass, new Rational(45359237, 100000000), "lb", "lbs", "pound");
        Add(Mass, new Rational(45359237, 1600000000), "oz", "ounce");
        Add(Mass, 1000, "ton", "tonne");
        Add(Mass, new Rational(907, 1) + new Rational(18474, 100000), "short ton");
        Add(Pressure, 101325, "atm", "atmosphere");
        Add(Pressure, 100000, "bar");
        Add(Pressure, new Rational(101325, 760), "torr", "mmHg");
        Add(Speed, new Rational(1609344, 3600000), "mph");
        Add(Speed, new Rational(5, 18), "kph", "kmh");
        Add(Energy, 3600000, "kWh");
        Add(default, 1, "unit", "rad", "radian");
        Add(default, new Rational(12, 1), "dozen");
        table["%"] = table["percent"] = table["pct"] = table["percentage"] = Unit.Percent;
        table["°"] = table["deg"] = table["degree"] = Unit.Degree;
        Add(Money, 1, "dollar", "buck", "usd", "USD", "$");
        Add(Money, new Rational(1, 100), "dollar", "cent", "¢", "penny", "pennies");
        table["cent"] = table["¢"] = table["penny"] = table["pennies"] = new Unit(UnitKind.Money, "dollar", new Rational(1, 100), Money);
        Add(Money, 1, "euro", "eur", "EUR", "€");
        Add(Money, 1, "sterling", "gbp", "GBP", "£");
        Add(Money, 1, "yen", "jpy", "JPY", "¥");
        Add(Money, 1, "rupee", "inr", "INR", "₹");
        Add(Money, 1, "yuan", "rmb", "CNY");
        table["dollar"] = new Unit(UnitKind.Money, "dollar", 1, Money);
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    static Rational Ten(int power) => power >= 0
        ? new Rational(BigInteger.Pow(10, power), 1)
        : new Rational(1, BigInteger.Pow(10, -power));
}
