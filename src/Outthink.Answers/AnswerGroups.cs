using System.Collections.Immutable;

namespace Outthink.Answers;

/// <summary>Groups answers for a vote.</summary>
public static class AnswerGroups
{
    /// <summary>
    /// For each answer the index of its equivalence class under <see cref="AnswerEquality.Same"/>;
    /// classes are numbered by first appearance.
    /// </summary>
    public static ImmutableArray<int> Group(IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        List<string> first = [];
        var classes = ImmutableArray.CreateBuilder<int>(answers.Count);
        foreach (string answer in answers)
        {
            int known = first.FindIndex(f => AnswerEquality.Same(f, answer).IsEqual);
            if (known < 0)
            {
                known = first.Count;
                first.Add(answer);
            }
            classes.Add(known);
        }
        return classes.MoveToImmutable();
    }
}
