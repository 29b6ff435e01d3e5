using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>Continuations of one parent whose likelihoods, or the model's word on them, are asked for.</summary>
public sealed record ScoreRequest
{
    /// <summary>For each, the token ids that follow the parent's; at least one each. Equal beginnings are evaluated once.</summary>
    public required ImmutableArray<ImmutableArray<int>> Continuations { get; init; }

    public required ReadOut ReadOut { get; init; }

    /// <inheritdoc cref="GenerateRequest.Memory"/>
    public LineMemory? Memory { get; init; }

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
        else if (ReadOut is ReadOut.TokenLogProbs { From: var from } && problems.Count == 0)
            ValidateFrom(from, problems);
        else if (ReadOut is ReadOut.AtPositions reading && problems.Count == 0)
            ValidatePositions(reading, problems);
        return problems.DrainToImmutable();
    }

    void ValidateFrom(ImmutableArray<int> from, ImmutableArray<string>.Builder problems)
    {
        if (from.IsDefault || (!from.IsEmpty && from.Length != Continuations.Length))
            problems.Add($"From has {(from.IsDefault ? 0 : from.Length)} places for {Continuations.Length} continuations; give one each, or none");
        else if (Continuations.Where((c, i) => !from.IsEmpty && (from[i] < 0 || from[i] >= c.Length)).Any())
            problems.Add("a place in From is not one of its continuation's tokens");
    }

    void ValidatePositions(ReadOut.AtPositions reading, ImmutableArray<string>.Builder problems)
    {
        if (reading is ReadOut.LabelLogProbs { Labels.IsDefaultOrEmpty: true })
            problems.Add("Labels is empty; give the ids of the label tokens");
        if (reading is ReadOut.TopLogProbs { Count: < 1 and var count })
            problems.Add($"Count is {count}; ask for at least one token");
        if (reading.Positions.IsDefault || reading.Positions.Length != Continuations.Length)
        {
            problems.Add($"Positions has {(reading.Positions.IsDefault ? 0 : reading.Positions.Length)} lists for {Continuations.Length} continuations; give one each");
            return;
        }
        for (var i = 0; i < reading.Positions.Length; i++)
        {
            var (positions, length) = (reading.Positions[i], Continuations[i].Length);
            if (positions.IsDefaultOrEmpty)
                problems.Add($"continuation {i} has no position to read; give at least one");
            else if (positions.Any(p => p < -1 || p >= length) || positions.Zip(positions.Skip(1)).Any(pair => pair.First >= pair.Second))
                problems.Add($"the positions of continuation {i} must ascend within −1 … {length - 1}");
        }
    }
}
