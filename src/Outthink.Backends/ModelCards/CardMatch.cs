using System.Collections.Immutable;

namespace Outthink.Backends.ModelCards;

/// <summary>Which model files a built-in card is for. All that is given must hold.</summary>
internal sealed record CardMatch
{
    /// <summary>Architectures as GGUF names them; empty for any.</summary>
    public ImmutableArray<string> Architectures { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Parts that the model's name has, between its hyphens.</summary>
    public ImmutableArray<string> All { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Parts that it does not have.</summary>
    public ImmutableArray<string> None { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The class of a Hugging Face configuration, whose end this is.</summary>
    public string? Class { get; init; }

    /// <summary>How much of the model the match names, its name more than its class; the greatest wins.</summary>
    public int Weight => 4 * All.Sum(part => part.Length) + (Class?.Length ?? 0);

    public bool Holds(ModelIdentity model) =>
        (Architectures.IsEmpty || Architectures.Contains(model.Architecture))
        && model.Names.Any(name => All.All(part => Has(name, part)) && !None.Any(part => Has(name, part)))
        && (Class is null || model.Classes.Any(c => c.EndsWith(Class, StringComparison.Ordinal)));

    private static bool Has(string name, string part) => $"-{name}-".Contains($"-{part}-", StringComparison.Ordinal);
}
