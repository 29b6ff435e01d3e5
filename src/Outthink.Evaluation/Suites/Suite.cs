using System.Collections.Immutable;
using System.Globalization;
using Outthink.Evaluation.Suites.Arithmetic;

namespace Outthink.Evaluation.Suites;

/// <summary>Problems with reference answers, in a fixed order.</summary>
public sealed record Suite
{
    public required string Name { get; init; }

    public required ImmutableArray<SuiteItem> Items { get; init; }

    /// <summary>The first <paramref name="count"/> held-out arithmetic problems of a seed, with their canonical steps.</summary>
    public static Suite DrawArithmetic(ulong seed, int count) => new()
    {
        Name = ArithmeticSuite.Name,
        Items =
        [
            .. ArithmeticSuite.Draw(seed, count).Select((problem, i) => new SuiteItem
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{ArithmeticSuite.Name}/{seed}/{i}"),
                Problem = problem.Text,
                Answer = problem.Answer,
                Level = problem.Level.ToString(CultureInfo.InvariantCulture),
                Steps = problem.Steps,
            }),
        ],
    };

    /// <summary>The first <paramref name="count"/> problems; all of them when there are fewer.</summary>
    public Suite Take(int count) => this with { Items = [.. Items.Take(count)] };
}
