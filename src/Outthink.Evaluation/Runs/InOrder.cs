namespace Outthink.Evaluation.Runs;

/// <summary>Hands out numbered things in their order, whichever order they arrive in. Thread-safe; the receiver runs one call at a time.</summary>
internal sealed class InOrder<T>(Action<int, T> receive)
{
    readonly Lock gate = new();
    readonly Dictionary<int, T> waiting = [];

    /// <summary>How many were handed out: the things 0 … Count − 1.</summary>
    public int Count { get; private set; }

    public void Add(int index, T thing)
    {
        lock (gate)
        {
            waiting.Add(index, thing);
            while (waiting.Remove(Count, out T? next)) receive(Count++, next);
        }
    }
}
