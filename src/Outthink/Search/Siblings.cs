using System.Collections.Immutable;

namespace Outthink.Search;

/// <summary>The children of one growth; equal ones (same text, same state) are merged, the first standing for all.</summary>
internal sealed class Siblings(Growth growth)
{
    private readonly List<Trajectory> _children = [];
    private readonly Dictionary<(string Text, TrajectoryState State), int> _places = [];

    public Growth Growth => growth;

    /// <summary>Distinct children in the order drawn; their multiplicity counts first and second draws.</summary>
    public ImmutableArray<Trajectory> Children => [.. _children];

    /// <summary>Slots that have given nothing new so far: not drawn yet, or merged into another, or blank.</summary>
    public ImmutableArray<int> EmptySlots { get; private set; } = [.. growth.AllSlots];

    /// <summary>Takes one sample for each empty slot; returns them with what each was merged into.</summary>
    public ImmutableArray<Draw> Fill(ImmutableArray<Draw> draws)
    {
        ImmutableArray<Draw> taken = [.. draws.Select(Merge)];
        EmptySlots = [.. taken.Where(d => d.IsBlank || d.MergedInto is not null).Select(d => d.Slot)];
        return taken;
    }

    private Draw Merge(Draw draw)
    {
        if (draw.IsBlank) return draw;
        var key = (string.Concat(draw.Steps.Select(s => s.Text)), draw.State);
        if (_places.TryAdd(key, _children.Count))
        {
            _children.Add(growth.Child(draw));
            return draw;
        }
        int place = _places[key];
        _children[place] = _children[place] with { Multiplicity = _children[place].Multiplicity + 1 };
        return draw with { MergedInto = _children[place].Id };
    }
}
