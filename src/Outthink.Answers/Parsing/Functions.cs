using System.Collections.Immutable;
using Outthink.Answers.Values;

namespace Outthink.Answers.Parsing;

/// <summary>Known functions with or without brackets, with powers and bases: <c>\sin^2 x</c>, <c>\log_2 8</c>, <c>\max(a, b)</c>.</summary>
internal static class Functions
{
    public static Term? Read(Cursor cursor)
    {
        string name = cursor.Current.Text;
        cursor.Position++;
        Term? exponent = null, radix = null;
        while (cursor.Is("^") || cursor.Is("_"))
        {
            bool raised = cursor.Take("^");
            if (!raised) cursor.Position++;
            if (Postfixes.Script(cursor) is not { } script) return null;
            if (raised) exponent = script;
            else radix = script;
        }
        if (exponent is Number { Value: { Sign: < 0 } inverse } && inverse == -1 && IsCircular(name))
        {
            name = "arc" + name;
            exponent = null;
        }
        if (Arguments(cursor) is not { } arguments) return null;
        Term call = Apply(name, arguments, radix);
        return exponent is null ? call : new Power(call, exponent);
    }

    static bool IsCircular(string name) => name is "sin" or "cos" or "tan" or "cot" or "sec" or "csc" or "sinh" or "cosh" or "tanh" or "coth" or "sech" or "csch";

    static ImmutableArray<Term>? Arguments(Cursor cursor)
    {
        if (cursor.Is("(") || cursor.Is("[") || cursor.Is("\\{") || cursor.Is("{"))
        {
            int start = cursor.Position;
            if (Brackets.Arguments(cursor) is { } arguments) return arguments;
            cursor.Position = start;
        }
        return Products.Bare(cursor) is { } bare ? [bare] : null;
    }

    static Term Apply(string name, ImmutableArray<Term> arguments, Term? radix) => name switch
    {
        "exp" when arguments is [var x] => new Power(new Constant(ConstantName.E), x),
        "log" when radix is not null && arguments is [var x] => new Quotient(new Call("ln", [x]), new Call("ln", [radix])),
        "log" when arguments is [var x, var b] => new Quotient(new Call("ln", [x]), new Call("ln", [b])),
        "lg" when arguments is [var x] => new Quotient(new Call("ln", [x]), new Call("ln", [Number.Of(10)])),
        "sgn" or "abs" or "floor" or "ceil" or "factorial" => new Call(name, arguments),
        _ => new Call(radix is null ? name : $"{name}_{radix}", arguments),
    };
}
