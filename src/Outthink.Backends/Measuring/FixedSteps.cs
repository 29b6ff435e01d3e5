using System.Collections.Immutable;
using System.Globalization;

namespace Outthink.Backends.Measuring;

/// <summary>
/// A search whose size does not depend on what the models say: a prompt of given tokens, steps of a given length, an
/// end after a given number of steps. Models with random weights can be searched so, and different back ends do equal
/// work. A step's text is its token ids as numbers, so that nothing in it reads as an answer and every port can take it back.
/// </summary>
/// <param name="Prompt">The token ids that stand for the problem; policy and reward model both know them.</param>
/// <param name="StepTokens">Tokens of every step.</param>
/// <param name="Steps">Steps of every trajectory.</param>
public sealed record FixedSteps(ImmutableArray<int> Prompt, int StepTokens, int Steps)
{
    /// <summary>A random prompt.</summary>
    /// <param name="promptTokens">Tokens of it, at least 1.</param>
    /// <param name="vocabulary">Ids are below this; the smaller vocabulary of the two models.</param>
    /// <param name="stepTokens">Tokens of every step, at least 1.</param>
    /// <param name="steps">Steps of every trajectory, at least 1.</param>
    /// <param name="seed">Chooses the prompt.</param>
    public static FixedSteps Draw(int promptTokens, int vocabulary, int stepTokens, int steps, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(promptTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Random random = new(seed);
        return new([.. Enumerable.Range(0, promptTokens).Select(_ => random.Next(vocabulary))], stepTokens, steps);
    }

    /// <summary>Prompt and all steps.</summary>
    public int MaxTokens => Prompt.Length + StepTokens * Steps;

    /// <summary>The options under which a strategy searches all of it and no more: limits that no trajectory meets, no second draws.</summary>
    public SearchOptions Limit(SearchOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { MaxTokens = StepTokens * Steps + 1, MaxSteps = Steps + 1, Resamples = 0 };
    }

    /// <summary>The step of these tokens.</summary>
    public static Step StepOf(ImmutableArray<int> tokens) => new(string.Join(' ', tokens.Select(t => t.ToString(CultureInfo.InvariantCulture))) + "\n\n", tokens.Length);

    /// <summary>The tokens of a step that <see cref="StepOf"/> made.</summary>
    /// <exception cref="FormatException">The text holds something else than numbers.</exception>
    public static ImmutableArray<int> TokensOf(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return [.. step.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>How a sample ends that brings a trajectory to this many tokens, prompt included.</summary>
    public ProposalEnd EndAt(int tokens) => tokens >= MaxTokens ? ProposalEnd.EndOfSequence : ProposalEnd.Delimiter;
}
