namespace Outthink;

/// <summary>How a policy draws its next token.</summary>
public sealed record Sampling
{
    /// <summary>0 is greedy; 1 draws from the model's own distribution.</summary>
    public double Temperature { get; init; } = 1.0;

    /// <summary>Keep only the k most likely tokens; 0 keeps all.</summary>
    public int TopK { get; init; }

    /// <summary>Keep the smallest set of tokens whose probability reaches p; 1 keeps all.</summary>
    public double TopP { get; init; } = 1.0;

    /// <summary>Drop tokens less likely than this share of the most likely one; 0 drops none.</summary>
    public double MinP { get; init; }
}
