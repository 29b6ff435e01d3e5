using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>Continuations of one parent whose likelihoods, or the model's word on them, are asked for.</summary>
public sealed record ScoreRequest
{
    /// <summary>For each, the token ids that follow the parent's; at least one each. Equal beginnings are evaluated once.</summary>
    public required ImmutableArray<ImmutableArray<int>> Continuations { get; init; }

    public required ReadOut ReadOut { get; init; }

    /// <summary>Everything that is wrong with this request whatever the model; empty when nothing is.</summary>
    public ImmutableArray<string> Validate()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Continuations.IsDefaultOrEmpty)
            problems.Add("Continuations is empty; give at least one");
        else if (Continuations.Any(c => c.IsDefaultOrEmpty))
            problems.Add("a continuation has no tokens; give at least one");
        if (ReadOut is null)
            problems.Add("ReadOut is null; say what to read");
        else if (ReadOut is ReadOut.LabelLogProbs labels && problems.Count == 0)
            ValidateLabels(labels, problems);
        return problems.DrainToImmutable();
    }

    void ValidateLabels(ReadOut.LabelLogProbs labels, ImmutableArray<string>.Builder problems)
    {
        if (labels.Labels.IsDefaultOrEmpty)
            problems.Add("Labels is empty; give the ids of the label tokens");
        if (labels.Positions.IsDefault || labels.Positions.Length != Continuations.Length)
        {
            problems.Add($"Positions has {(labels.Positions.IsDefault ? 0 : labels.Positions.Length)} lists for {Continuations.Length} continuations; give one each");
            return;
        }
        for (var i = 0; i < labels.Positions.Length; i++)
        {
            var (positions, length) = (labels.Positions[i], Continuations[i].Length);
            if (positions.IsDefaultOrEmpty)
                problems.Add($"continuation {i} has no position to read; give at least one");
            else if (positions.Any(p => p < 0 || p >= length) || positions.Zip(positions.Skip(1)).Any(pair => pair.First >= pair.Second))
                problems.Add($"the positions of continuation {i} must ascend within 0 … {length - 1}");
        }
    }
}
