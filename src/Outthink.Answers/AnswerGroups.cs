using System.Collections.Immutable;
using Outthink.Answers.Comparison;

namespace Outthink.Answers;

/// <summary>Groups answers for a vote.</summary>
public static class AnswerGroups
{
    /// <summary>
    /// For each answer the index of its equivalence class under <see cref="AnswerEquality.Same"/>; classes are numbered by first
    /// appearance. Each distinct text is read once and classes are found by canonical key, so N answers cost N readings.
    /// </summary>
    public static ImmutableArray<int> Group(IReadOnlyList<string> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        Dictionary<string, int> byText = new(StringComparer.Ordinal), byKey = new(StringComparer.Ordinal);
        List<AnswerKey> representatives = [];
        var classes = ImmutableArray.CreateBuilder<int>(answers.Count);
        foreach (string answer in answers)
        {
            if (!byText.TryGetValue(answer, out int known))
            {
                AnswerKey key = AnswerKey.Of(answer);
                if (!byKey.TryGetValue(key.Key, out known))
                {
                    // Only functions written with and without roots can meet under different keys.
                    known = key.IsRational || key.IsSampled ? representatives.FindIndex(r => r.Same(key)) : -1;
                    if (known < 0)
                    {
                        known = representatives.Count;
                        representatives.Add(key);
                    }
                    byKey.Add(key.Key, known);
                }
                byText.Add(answer, known);
            }
            classes.Add(known);
        }
        return classes.MoveToImmutable();
    }
}
