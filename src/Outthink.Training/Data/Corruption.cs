using System.Globalization;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Suites.Arithmetic;

namespace Outthink.Training.Data;

/// <summary>Canonical steps with one mistake: the training data of the step-label reward model.</summary>
internal static class Corruption
{
    /// <summary>
    /// The steps up to and including one wrong step: a number of it differs in one digit, or its operation is another
    /// one with the result to match.
    /// </summary>
    internal static string[] FirstError(ArithmeticProblem problem, ref SplitMix64 random)
    {
        var wrong = random.Below(problem.Steps.Length);
        string[] steps = [.. problem.Steps.Take(wrong + 1)];
        steps[wrong] = wrong == problem.Steps.Length - 1 || random.Below(4) != 0
            ? WithWrongDigit(steps[wrong], ref random)
            : WithWrongOperation(steps[wrong], ref random);
        return steps;
    }

    private static string WithWrongDigit(string step, ref SplitMix64 random)
    {
        var characters = step.ToCharArray();
        var first = step.StartsWith("Step", StringComparison.Ordinal) ? step.IndexOf(':', StringComparison.Ordinal) : 0;
        int[] places = [.. Enumerable.Range(first, step.Length - first).Where(i => char.IsAsciiDigit(characters[i]))];
        var place = places[random.Below(places.Length)];
        characters[place] = (char)('0' + (characters[place] - '0' + random.Between(1, 9)) % 10);
        return new string(characters);
    }

    private static string WithWrongOperation(string step, ref SplitMix64 random)
    {
        var parts = step.TrimEnd('\n').Split(' ');
        int left = int.Parse(parts[2], CultureInfo.InvariantCulture), right = int.Parse(parts[4], CultureInfo.InvariantCulture);
        var (operation, result) = (parts[3] == "+", random.Below(2)) switch
        {
            (true, 0) => ("-", Math.Abs(left - right)),
            (true, _) => ("*", left * right),
            (false, 0) => ("+", left + right),
            (false, _) => (parts[3] == "-" ? "*" : "-", parts[3] == "-" ? left * right : Math.Abs(left - right)),
        };
        return $"{parts[0]} {parts[1]} {Digits.Of(left)} {operation} {Digits.Of(right)} = {Digits.Of(result)}{ArithmeticProblem.Delimiter}";
    }
}
