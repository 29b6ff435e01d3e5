namespace Outthink.Tests.Scripted;

/// <summary>A clock that is a second later whenever it is read.</summary>
internal sealed class TickingClock : TimeProvider
{
    private long _reads;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _reads++;
}
