using System.Collections.Immutable;
using Outthink.Engine.Sampling;

namespace Outthink.Engine;

/// <summary>Samples to draw from one parent.</summary>
public sealed record GenerateRequest
{
    /// <summary>One per sample. A sample depends on its seed, the parent's tokens and the options, on nothing else.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>
    /// Empty, or one more per sample: where a sample comes out equal to an earlier one of its group, another is drawn
    /// with this seed. It walks the branches of the first samples while it agrees with them, so that what they share is
    /// evaluated once; it may come out equal again.
    /// </summary>
    public ImmutableArray<ulong> ReserveSeeds { get; init; } = [];

    /// <summary>Reserves make samples distinct within groups of this many successive seeds; 0: all are one group.</summary>
    public int GroupSize { get; init; }

    /// <summary>Draws that the seeds have made already: a sample that was cut off and goes on with its seed from there is the one that was not cut off.</summary>
    public int FirstDraw { get; init; }

    public required SamplingOptions Sampling { get; init; }

    /// <summary>Most tokens a sample may add; at least 1.</summary>
    public required int MaxNewTokens { get; init; }

    /// <summary>Byte strings; a sample ends with the token in which one of them ends. Only new tokens are looked at.</summary>
    public ImmutableArray<ImmutableArray<byte>> Stops { get; init; } = [];

    /// <summary>Whether the model's own end tokens are drawn like any other, so that only stops and lengths end a sample: for measuring.</summary>
    public bool IgnoresEnd { get; init; }

    /// <summary>What requests before have evaluated behind the same root, and where what this one evaluates is remembered; null: nowhere.</summary>
    public LineMemory? Memory { get; init; }

    /// <summary>Everything that is wrong with this request; empty when nothing is.</summary>
    public ImmutableArray<string> Validate()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Seeds.IsDefaultOrEmpty)
            problems.Add("Seeds is empty; give one seed per sample");
        if (ReserveSeeds.IsDefault || (!ReserveSeeds.IsEmpty && ReserveSeeds.Length != Seeds.Length))
            problems.Add("ReserveSeeds must be empty or have one seed per sample");
        if (GroupSize < 0)
            problems.Add($"GroupSize is {GroupSize}; give a number of samples, or 0 for all");
        if (FirstDraw < 0)
            problems.Add($"FirstDraw is {FirstDraw}; give 0, or the tokens that the seeds have drawn already");
        if (Sampling is null)
            problems.Add("Sampling is null; give the options, for example SamplingOptions.Greedy");
        else
            problems.AddRange(Sampling.Validate());
        if (MaxNewTokens < 1)
            problems.Add($"MaxNewTokens is {MaxNewTokens}; give at least 1");
        if (StopMatcher.ProblemOf(Stops) is { } problem)
            problems.Add(problem);
        return problems.DrainToImmutable();
    }
}
