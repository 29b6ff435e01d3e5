using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Answers.Chemistry;

/// <summary>A molecule or ion: how many atoms of each element, and its charge.</summary>
/// <param name="Atoms">Counts by element, in order of the symbol.</param>
/// <param name="Charge">In elementary charges.</param>
/// <param name="Marked">Whether the writing itself shows chemistry: a count, a charge or a two-letter symbol beside another.</param>
internal sealed record Species(ImmutableSortedDictionary<string, int> Atoms, int Charge, bool Marked)
{
    public string Canonical => string.Concat(Atoms.Select(a => string.Create(CultureInfo.InvariantCulture, $"{a.Key}{a.Value}")))
        + (Charge == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"^{Charge:+0;-0}"));
}
