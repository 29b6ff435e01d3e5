using System.Collections.Immutable;

namespace Outthink.Engine;

/// <summary>
/// How a token is drawn from the model's distribution: probabilities at <see cref="Temperature"/>, cut to the
/// <see cref="TopK"/> likeliest, then to the smallest set that holds <see cref="TopP"/> of what is left, then to those
/// at least <see cref="MinP"/> times as likely as the likeliest. Among equally likely tokens the lower id goes first.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>0 takes the likeliest token; otherwise 0.001 … 100.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>0: off.</summary>
    public int TopK { get; init; }

    /// <summary>In (0, 1]; 1: off.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>In [0, 1]; 0: off.</summary>
    public double MinP { get; init; }

    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>Everything that is wrong with these options; empty when nothing is.</summary>
    public ImmutableArray<string> Validate()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (Temperature is not (0 or >= 0.001 and <= 100))
            problems.Add($"Temperature is {Temperature}; give 0 for greedy, or a value from 0.001 to 100");
        if (TopK < 0)
            problems.Add($"TopK is {TopK}; give 0 for off, or a positive count");
        if (TopP is not (> 0 and <= 1))
            problems.Add($"TopP is {TopP}; give a value above 0 and up to 1 (off)");
        if (MinP is not (>= 0 and <= 1))
            problems.Add($"MinP is {MinP}; give a value from 0 (off) to 1");
        return problems.DrainToImmutable();
    }
}
