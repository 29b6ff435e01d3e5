namespace Outthink.Engine.Scheduling;

/// <summary>How many hold a thing: one who made it, and all who took part since. Once nobody does, nobody can again.</summary>
internal struct HoldCount()
{
    int holds = 1;

    /// <summary>One more holder; false when there is none left.</summary>
    public bool TryHold()
    {
        for (var seen = Volatile.Read(ref holds); seen > 0;)
        {
            var before = Interlocked.CompareExchange(ref holds, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }

    /// <summary>One less; true when it was the last.</summary>
    public bool LetGo() => Interlocked.Decrement(ref holds) == 0;
}
