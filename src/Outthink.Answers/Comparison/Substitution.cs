using Outthink.Answers.Parsing;
using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Puts a term for a variable.</summary>
internal static class Substitution
{
    public static Term Of(Term body, string variable, Term value) => Binders.Replace(body, new Symbol(variable), value);
}
