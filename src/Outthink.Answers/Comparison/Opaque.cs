using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>
/// Terms that cannot be evaluated and are compared as names: applied unknown functions, integrals, limits, factorials and
/// roundings of variables. Their parts are named by their own canonical keys, so f(x + 1) and f(1 + x) are one name.
/// </summary>
internal static class Opaque
{
    /// <summary>The name of a term that has no value of its own, or null when it has one or cannot be named.</summary>
    public static string? Name(Term term, Work work)
    {
        switch (term)
        {
            case Call { Name: "f" or "g" or "det" or "norm" or "ket" or "bra" or "braket" or "given" or "dim" or "ker" or "Tr" or "rank" or "deg" or "erf" or "arg" or "pmod" or "not" } call:
                return Applied(call, work);
            case Call { Name: [_] } call:
                return Applied(call, work);
            case Call call when call.Name[0] is 'f' or 'g' && call.Name.Length > 1 && call.Name[1] is '\'' or '_':
                return Applied(call, work);
            case Call { Name: "factorial" or "doublefactorial" or "binom" } call when Free.Any(term):
                return Applied(call, work);
            case Call { Name: "gcd" or "lcm" } call when Free.Any(term):
                return Commutative(call, work);
            case Binder binder when !Finite(binder):
                return Bound(binder, work);
            default:
                return null;
        }
    }

    static bool Finite(Binder binder) => binder.Name is "sum" or "prod" && !Free.Any(binder.Low) && !Free.Any(binder.High) && binder is { Low: not null, High: not null, Variable.Length: > 0 }
        && new ExactEvaluation(new Work(1000)).Of(binder.High) is not null;

    static string Applied(Call call, Work work) => $"{call.Name}({string.Join(';', call.Arguments.Select(a => CanonicalKey.Of(a, work)))})";

    static string Commutative(Call call, Work work) =>
        $"{call.Name}({string.Join(';', call.Arguments.Select(a => CanonicalKey.Of(a, work)).Distinct().Order(StringComparer.Ordinal))})";

    static string Bound(Binder binder, Work work)
    {
        // The bound variable's own name does not matter.
        Term body = binder.Variable.Length == 0 || binder.Name == "diff" ? binder.Body : Substitution.Of(binder.Body, binder.Variable, new Symbol("bound"));
        string low = binder.Low is null ? "" : CanonicalKey.Of(binder.Low, work);
        string high = binder.High is null ? "" : CanonicalKey.Of(binder.High, work);
        string variable = binder.Name == "diff" || binder.Low is null ? binder.Variable : "";
        return $"{binder.Name}[{variable};{low};{high};{CanonicalKey.Of(body, work)}]";
    }
}
