using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>A parent to be extended by one step in slots <paramref name="FirstSlot"/> … FirstSlot + Slots - 1.</summary>
internal readonly record struct Growth(Trajectory Parent, int FirstSlot, int Slots)
{
    /// <summary>The trajectory of the frontier whose children these are in the end; another than the parent where that was itself drawn in this round.</summary>
    public TrajectoryId Beam { get; init; } = Parent.Id;

    /// <summary>Its number among the growths that the strategy asked for.</summary>
    public int Place { get; init; }

    /// <summary>The seeds of the samples that are written on, where the parent is half-written; else empty.</summary>
    public ImmutableArray<ulong> Seeds { get; init; } = [];

    /// <summary>Slots to be drawn at first.</summary>
    public IEnumerable<int> AllSlots => Enumerable.Range(FirstSlot, Slots);

    public ulong SeedOf(int slot, int attempt) =>
        attempt == 0 && !Seeds.IsEmpty ? Seeds[slot - FirstSlot] : SeedTree.Child(Parent.Seed, slot, attempt);

    /// <summary>The child that a sample makes.</summary>
    public Trajectory Child(Draw draw) => draw.Extend(Parent) with { Parent = Beam };
}
