using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Outthink.Engine;

namespace Outthink.Backends.Local;

/// <summary>
/// A scope's sequences by trajectory. Trajectories of equal tokens (two subtrees that took the same step) share one
/// sequence, so that whatever extends them is evaluated once.
/// </summary>
internal sealed class SequenceTable : IDisposable
{
    private readonly Dictionary<TrajectoryId, Sequence> byId = [];
    private readonly Dictionary<ImmutableArray<int>, Sequence> byTokens = new(new TokenComparer());

    public Sequence this[TrajectoryId id] => byId[id];

    /// <summary>Takes the sequence over: keeps it, or disposes it where one of equal tokens is here. Returns the one that is kept.</summary>
    public Sequence Add(TrajectoryId id, Sequence sequence)
    {
        if (byTokens.TryGetValue(sequence.Tokens, out Sequence? equal)) sequence.Dispose();
        else byTokens.Add(sequence.Tokens, equal = sequence);
        byId.Add(id, equal);
        return equal;
    }

    /// <summary>Drops all others; disposes what they held alone.</summary>
    public void Keep(HashSet<TrajectoryId> kept)
    {
        foreach (TrajectoryId id in byId.Keys.Where(id => !kept.Contains(id)).ToArray()) byId.Remove(id);
        HashSet<Sequence> held = [.. byId.Values];
        foreach (Sequence sequence in byTokens.Values.Where(s => !held.Contains(s)).ToArray())
        {
            byTokens.Remove(sequence.Tokens);
            sequence.Dispose();
        }
    }

    public void Dispose() => Keep([]);

    private sealed class TokenComparer : IEqualityComparer<ImmutableArray<int>>
    {
        public bool Equals(ImmutableArray<int> a, ImmutableArray<int> b) => a.AsSpan().SequenceEqual(b.AsSpan());

        public int GetHashCode(ImmutableArray<int> tokens)
        {
            HashCode hash = default;
            hash.AddBytes(MemoryMarshal.AsBytes(tokens.AsSpan()));
            return hash.ToHashCode();
        }
    }
}
