namespace Outthink.Search;

/// <summary>A parent to be extended by one step in slots <paramref name="FirstSlot"/> … FirstSlot + Slots - 1.</summary>
internal readonly record struct Growth(Trajectory Parent, int FirstSlot, int Slots);
