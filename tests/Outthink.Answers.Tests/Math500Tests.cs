using System.Text.Json;

namespace Outthink.Answers.Tests;

public sealed class Math500Tests
{
    static List<string> Answers() => [.. TestData.Lines("benchmarks/math500.jsonl").Select(line =>
    {
        using JsonDocument document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("answer").GetString()!;
    })];

    [Fact]
    public void Each_answer_equals_itself_alone_and_in_a_box()
    {
        List<string> answers = Answers();
        Assert.Equal(500, answers.Count);
        Assert.All(answers, a => Assert.True(AnswerEquality.Same(a, a).IsEqual, a));
        Assert.All(answers, a => Assert.True(AnswerEquality.GradeOutput(a, $"Hence \\boxed{{{a}}}.").IsEqual, a));
    }

    /// <summary>One digit changed, a sign turned, an item dropped: never the same answer.</summary>
    [Fact]
    public void No_mutant_is_accepted()
    {
        int mutants = 0;
        foreach (string answer in Answers())
        {
            foreach (string mutant in Mutants(answer))
            {
                mutants++;
                Assert.False(AnswerEquality.Grade(answer, mutant).IsEqual, $"{answer} <- {mutant}");
                Assert.False(AnswerEquality.Same(answer, mutant).IsEqual, $"{answer} ~ {mutant}");
            }
        }
        Assert.True(mutants > 700, $"only {mutants} mutants were made");
    }

    static IEnumerable<string> Mutants(string answer)
    {
        int digit = answer.AsSpan().LastIndexOfAnyInRange('0', '9');
        bool zero = digit >= 0 && IsZeroAfterPoint(answer);
        // A changed base or index is a change too, and so is every digit of a value.
        if (digit >= 0) yield return answer[..digit] + (char)('0' + (answer[digit] - '0' + 1) % 10) + answer[(digit + 1)..];
        if (answer.All(char.IsAsciiDigit) && answer != "0")
        {
            yield return "-" + answer;
            yield return answer + "0";
        }
        if (!zero && answer.StartsWith('-') && answer[1..].All(char.IsAsciiDigit)) yield return answer[1..];
        if (answer.All(c => char.IsAsciiDigit(c) || c is ',' or ' ' or '-') && answer.Contains(", ", StringComparison.Ordinal)) yield return answer[..answer.LastIndexOf(',')];
    }

    static bool IsZeroAfterPoint(string answer) => answer.Contains('.', StringComparison.Ordinal) && answer.EndsWith('0');
}
