using Outthink.Answers.Values;

namespace Outthink.Answers.Comparison;

/// <summary>Big operators that stand for something simpler.</summary>
internal static class Simplified
{
    /// <summary>The body of a limit that does not depend on the variable; null for any other operator.</summary>
    public static Term? Of(Binder binder) =>
        binder.Name.StartsWith("lim", StringComparison.Ordinal) && !Free.Names(binder.Body).Contains(binder.Variable) ? binder.Body : null;
}
