namespace Outthink.Tests.Scripted;

/// <summary>A clock that stands still and whose timers go off when a test says so.</summary>
internal sealed class AlarmClock : TimeProvider
{
    private readonly List<Action> _alarms = [];

    public override long GetTimestamp() => 0;

    public void Ring()
    {
        foreach (Action alarm in _alarms.ToArray()) alarm();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _alarms.Add(() => callback(state));
        return new Alarm();
    }

    private sealed class Alarm : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
