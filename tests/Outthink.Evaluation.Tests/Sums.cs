using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Tests;

/// <summary>The suite that the scripted models know: lists of numbers to add, with canonical steps.</summary>
internal static class Sums
{
    public static Suite Draw(int count, int offset = 0) => new()
    {
        Name = "sums",
        Items = [.. Enumerable.Range(offset, count).Select(i => Item($"sum/{i}", [i, i + 3, 2 * i + 1, 4]))],
    };

    static SuiteItem Item(string id, int[] terms)
    {
        List<string> steps = [];
        int sum = terms[0];
        for (int i = 1; i < terms.Length; i++)
        {
            steps.Add(i < terms.Length - 1 ? $"{sum} + {terms[i]} = {sum + terms[i]}.\n\n" : $"The answer is \\boxed{{{sum + terms[i]}}}.");
            sum += terms[i];
        }
        return new() { Id = id, Problem = string.Join(", ", terms), Answer = $"{sum}", Level = $"{1 + terms[0] % 3}", Steps = [.. steps] };
    }
}
