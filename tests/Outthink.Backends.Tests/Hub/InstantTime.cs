namespace Outthink.Backends.Tests.Hub;

/// <summary>
/// A clock on which every wait is over at once and moves it on; only limits of silence stay armed until <see cref="BeSilent"/>.
/// </summary>
internal sealed class InstantTime : TimeProvider
{
    /// <summary>The limit that the hub's client sets on a server's silence.</summary>
    private static readonly TimeSpan Silence = Outthink.Backends.Hub.HubRequests.Patience;

    private readonly Lock gate = new();
    private readonly HashSet<InstantTimer> armed = [];
    private readonly List<TimeSpan> waits = [];
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All waits so far.</summary>
    public TimeSpan[] Waits
    {
        get { lock (gate) return [.. waits]; }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        InstantTimer timer = new(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets every armed limit of silence pass.</summary>
    public void BeSilent()
    {
        InstantTimer[] due;
        lock (gate)
        {
            due = [.. armed];
            armed.Clear();
            now += Silence;
        }
        foreach (InstantTimer timer in due) timer.Fire();
    }

    private void Set(InstantTimer timer, TimeSpan due)
    {
        lock (gate)
        {
            armed.Remove(timer);
            if (due == Timeout.InfiniteTimeSpan) return;
            if (due == Silence)
            {
                armed.Add(timer);
                return;
            }
            waits.Add(due);
            now += due;
        }
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());
    }

    private sealed class InstantTimer(InstantTime time, Action fire) : ITimer
    {
        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Set(this, dueTime);
            return true;
        }

        public void Dispose() => time.Set(this, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
