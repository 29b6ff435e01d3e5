using Outthink.Answers.Numerics;
using Outthink.Answers.Units;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>The known functions of one argument.</summary>
internal static class NumericFunctions
{
    /// <summary>An angle in degrees, turned to radians where a circular function takes it.</summary>
    public static Term InRadians(string function, Term argument) =>
        argument is Quantity { Unit.Kind: UnitKind.Degree } angle && function is "sin" or "cos" or "tan" or "cot" or "sec" or "csc"
            ? new Quotient(new Product([angle.Value, new Constant(ConstantName.Pi)]), Number.Of(180))
            : argument;

    public static ComplexBall? Apply(ComplexArithmetic c, string name, ComplexBall x)
    {
        BallArithmetic reals = c.Reals;
        switch (name)
        {
            case "ln":
                return c.Log(x);
            case "log":
                return c.Log(x) is { } log && c.Log(ComplexBall.Of(Ball.Of(10))) is { } ten ? c.Divide(log, ten) : null;
            case "abs":
                return c.Abs(x) is { } size ? ComplexBall.Of(size) : null;
            case "sinh" or "cosh" or "tanh" or "coth" or "sech" or "csch":
                return Hyperbolic(c, name, x);
        }
        if (name.StartsWith("arc", StringComparison.Ordinal)) return x.IsReal ? Inverse(c, name, x.Re) : null;
        if (!x.IsReal) return name is "sin" or "cos" or "tan" ? ComplexCircular(c, name, x) : null;
        if (name is "floor" or "ceil")
            return ComplexArithmetic.Floor(name == "floor" ? x.Re : x.Re.Negated) is { } whole ? ComplexBall.Of(Ball.Of(name == "floor" ? whole : -whole)) : null;
        if (name == "sgn") return x.Re.IsExactZero ? x : x.Re.MayBeZero ? null : ComplexBall.Of(Ball.Of(x.Re.Sign));
        if (name is not ("sin" or "cos" or "tan" or "cot" or "sec" or "csc") || Elementary.SinCos(reals, x.Re) is not var (sin, cos)) return null;
        Ball? value = name switch
        {
            "sin" => sin,
            "cos" => cos,
            "tan" => reals.Divide(sin, cos),
            "cot" => reals.Divide(cos, sin),
            "sec" => reals.Divide(Ball.One, cos),
            _ => reals.Divide(Ball.One, sin),
        };
        return value is { } v ? ComplexBall.Of(v) : null;
    }

    static ComplexBall? ComplexCircular(ComplexArithmetic c, string name, ComplexBall x)
    {
        ComplexBall turned = new(x.Im.Negated, x.Re);
        if (c.Exp(turned) is not { } up || c.Exp(turned.Negated) is not { } down) return null;
        ComplexBall sum = c.Add(up, down), difference = c.Add(up, down.Negated);
        ComplexBall sin = new(ComplexArithmetic.Half(difference.Im), ComplexArithmetic.Half(difference.Re).Negated);
        ComplexBall cos = new(ComplexArithmetic.Half(sum.Re), ComplexArithmetic.Half(sum.Im));
        return name switch { "sin" => sin, "cos" => cos, _ => c.Divide(sin, cos) };
    }

    static ComplexBall? Hyperbolic(ComplexArithmetic c, string name, ComplexBall x)
    {
        if (c.Exp(x) is not { } up || c.Exp(x.Negated) is not { } down) return null;
        ComplexBall sum = c.Add(up, down), difference = c.Add(up, down.Negated), two = ComplexBall.Of(Ball.Of(2));
        return name switch
        {
            "sinh" => c.Divide(difference, two),
            "cosh" => c.Divide(sum, two),
            "tanh" => c.Divide(difference, sum),
            "coth" => c.Divide(sum, difference),
            "sech" => c.Divide(two, sum),
            _ => c.Divide(two, difference),
        };
    }

    static ComplexBall? Inverse(ComplexArithmetic c, string name, Ball x)
    {
        BallArithmetic r = c.Reals;
        switch (name)
        {
            case "arcsec" or "arccsc" or "arccot" or "arccoth" or "arcsech" or "arccsch" when name != "arccot":
                return r.Divide(Ball.One, x) is { } inverse ? Inverse(c, "arc" + Reciprocal(name[3..]), inverse) : null;
            case "arctan":
                return Elementary.Atan(r, x) is { } a ? ComplexBall.Of(a) : null;
            case "arccot":
                return Elementary.Atan(r, x) is { } t ? ComplexBall.Of(r.Subtract(ComplexArithmetic.Half(Elementary.Pi(r)), t)) : null;
            case "arcsin":
                return Arcsin(r, x) is { } s ? ComplexBall.Of(s) : null;
            case "arccos":
                return Arcsin(r, x) is { } q ? ComplexBall.Of(r.Subtract(ComplexArithmetic.Half(Elementary.Pi(r)), q)) : null;
            case "arcsinh":
                return r.Sqrt(r.Add(r.Multiply(x, x), Ball.One)) is { } h && Elementary.Log(r, r.Add(x, h)) is { } log ? ComplexBall.Of(log) : null;
            case "arccosh":
                return r.Sqrt(r.Subtract(r.Multiply(x, x), Ball.One)) is { } g && Elementary.Log(r, r.Add(x, g)) is { } lc ? ComplexBall.Of(lc) : null;
            case "arctanh":
                return r.Divide(r.Add(Ball.One, x), r.Subtract(Ball.One, x)) is { } ratio && Elementary.Log(r, ratio) is { } twice ? ComplexBall.Of(ComplexArithmetic.Half(twice)) : null;
            default:
                return null;
        }
    }

    static string Reciprocal(string name) => name switch { "sec" => "cos", "csc" => "sin", "coth" => "tanh", "sech" => "cosh", _ => "sinh" };

    static Ball? Arcsin(BallArithmetic r, Ball x)
    {
        Ball rest = r.Subtract(Ball.One, r.Multiply(x, x));
        if (r.Sqrt(rest) is not { } cos) return null;
        if (!cos.MayBeZero) return r.Divide(x, cos) is { } slope ? Elementary.Atan(r, slope) : null;
        // At the ends the quotient has no value: ±π/2 when x is ±1 exactly.
        if (!rest.IsExactZero) return null;
        Ball quarter = ComplexArithmetic.Half(Elementary.Pi(r));
        return x.Sign > 0 ? quarter : quarter.Negated;
    }
}
