using System.Data;
using System.Globalization;
using System.Text.RegularExpressions;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Suites.Arithmetic;

namespace Outthink.Evaluation.Tests.Suites.Arithmetic;

public sealed partial class ArithmeticSuiteTests
{
    [Fact]
    public void The_suite_is_the_same_on_every_machine()
    {
        var problem = ArithmeticSuite.Draw(1, 2)[1];

        Assert.Equal(GoldenText, problem.Text);
        Assert.Equal(GoldenSolution, problem.Solution);
        Assert.Equal(2, problem.Level);
    }

    [Fact]
    public void The_hash_is_FNV_1a_with_mixed_bits()
    {
        Assert.Equal(SplitMix64.Mix(0xAF63DC4C8601EC8CUL), ArithmeticSuite.Hash("a"));
        Assert.Equal(0xE220A8397B1DCDAFUL, new SplitMix64(0).Next());
    }

    [Fact]
    public void A_longer_draw_begins_with_the_shorter_one_and_takes_levels_in_turn()
    {
        var longer = ArithmeticSuite.Draw(5, 40);

        Assert.Equal(longer.Take(15).Select(problem => problem.Text), ArithmeticSuite.Draw(5, 15).Select(problem => problem.Text));
        Assert.Equal(longer.Select((_, i) => 1 + i % 5), longer.Select(problem => problem.Level));
        Assert.NotEqual(longer[0].Text, ArithmeticSuite.Draw(6, 1)[0].Text);
    }

    [Fact]
    public void The_suite_draws_only_what_training_rejects()
    {
        Assert.All(ArithmeticSuite.Draw(3, 200), problem => Assert.True(ArithmeticSuite.IsHeldOut(problem.Text)));
        var stream = new ArithmeticStream(3, 0);
        for (var i = 0; i < 1500; i++) Assert.False(ArithmeticSuite.IsHeldOut(stream.Next().Text));
    }

    [Fact]
    public void Every_solution_computes_its_answer_within_the_caps()
    {
        var stream = new ArithmeticStream(11, 4);
        for (var i = 0; i < 1000; i++)
        {
            var problem = stream.Next();
            Check(problem, ArithmeticLevel.ForTraining[problem.Level - 1]);
        }
        Assert.All(ArithmeticSuite.Draw(11, 500), problem => Check(problem, [ArithmeticLevel.All[problem.Level - 1]]));
    }

    [Fact]
    public void Training_covers_every_level_of_the_suite() =>
        Assert.All(ArithmeticLevel.All, level => Assert.Contains(ArithmeticLevel.ForTraining[level.Level - 1], range =>
            range.FewestOperations <= level.FewestOperations && range.MostOperations >= level.MostOperations && range.Cap >= level.Cap && range.MostDistractors == level.MostDistractors));

    [Fact]
    public void A_reader_of_the_English_alone_finds_the_same_steps()
    {
        var stream = new ArithmeticStream(12, 0);
        for (var i = 0; i < 1000; i++)
        {
            var problem = stream.Next();
            var steps = StoryReader.Solve(problem.Text).Select((step, k) => $"Step {k + 1}: {step}\n\n");
            Assert.Equal(steps, problem.Steps[..^1]);
        }
    }

    [Fact]
    public void Steps_are_right_up_to_the_first_that_differs()
    {
        var problem = ArithmeticSuite.Draw(1, 3)[2];
        string[] steps = [.. problem.Steps];
        Assert.Equal(steps.Length, problem.RightSteps(steps));
        Assert.Equal(2, problem.RightSteps(steps[..2]));
        steps[1] = steps[1].Replace('=', '<');
        Assert.Equal(1, problem.RightSteps(steps));
        Assert.Equal(0, problem.RightSteps(["The answer is \\boxed{1}."]));
    }

    private static void Check(ArithmeticProblem problem, IReadOnlyList<ArithmeticLevel> ranges)
    {
        var numbers = Numbers().Matches(problem.Text + problem.Solution).Select(match => int.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Contains(ranges, range => problem.Steps.Length - 1 >= range.FewestOperations && problem.Steps.Length - 1 <= range.MostOperations && numbers.All(n => n >= 0 && n <= range.Cap));
        using var calculator = new DataTable();
        var last = "";
        var matches = StepPattern().Matches(problem.Solution);
        Assert.Equal(problem.Steps.Length - 1, matches.Count);
        foreach (Match step in matches)
        {
            last = step.Groups["result"].Value;
            var computed = Convert.ToDouble(calculator.Compute($"{step.Groups["left"]} {step.Groups["operation"]} {step.Groups["right"]}", ""), CultureInfo.InvariantCulture);
            Assert.Equal(double.Parse(last, CultureInfo.InvariantCulture), computed);
        }
        Assert.Equal(last, problem.Answer);
        Assert.EndsWith($@"The answer is \boxed{{{last}}}.", problem.Solution, StringComparison.Ordinal);
        Assert.All(problem.Steps[..^1], step => Assert.EndsWith(ArithmeticProblem.Delimiter, step, StringComparison.Ordinal));
    }

    private const string GoldenText = "Ida finds 43 cards. Ida finds 16 more cards. Ann has 2 times as many cards as Ida. Then Ann gives Sam 50 cards. How many cards does Ann have now?";
    private const string GoldenSolution = "Step 1: 43 + 16 = 59\n\nStep 2: 59 * 2 = 118\n\nStep 3: 118 - 50 = 68\n\nThe answer is \\boxed{68}.";

    [GeneratedRegex(@"Step \d+: (?<left>\d+) (?<operation>[-+*/]) (?<right>\d+) = (?<result>\d+)\n\n", RegexOptions.CultureInvariant)]
    private static partial Regex StepPattern();

    [GeneratedRegex(@"\d+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
