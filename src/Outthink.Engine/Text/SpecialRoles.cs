using System.Collections.Frozen;

namespace Outthink.Engine.Text;

/// <summary>Which tokens begin and end texts.</summary>
sealed record SpecialRoles
{
    public int? BosId { get; init; }
    public int? EosId { get; init; }

    /// <summary>Only with <see cref="BosId"/>.</summary>
    public bool AddBos { get; init; }

    /// <summary>Only with <see cref="EosId"/>.</summary>
    public bool AddEos { get; init; }

    /// <summary>The tokens that end a generation.</summary>
    public required FrozenSet<int> Ends { get; init; }
}
