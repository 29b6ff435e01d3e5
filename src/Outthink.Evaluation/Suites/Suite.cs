using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites;

/// <summary>Problems with reference answers, in a fixed order.</summary>
public sealed record Suite
{
    public required string Name { get; init; }

    public required ImmutableArray<SuiteItem> Items { get; init; }

    /// <summary>The first <paramref name="count"/> problems; all of them when there are fewer.</summary>
    public Suite Take(int count) => this with { Items = [.. Items.Take(count)] };
}
