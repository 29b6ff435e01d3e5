namespace Outthink.Evaluation.Energy;

/// <summary>
/// Divides the machine's time and energy among the problems that are in work at the same moment, in equal parts: the
/// shares of all problems add up to what was spent while any was in work. Thread-safe.
/// </summary>
internal sealed class SharedMeter(TimeProvider time, EnergyMeter? energy)
{
    readonly Lock gate = new();
    int inWork;
    long last = time.GetTimestamp();
    double? lastJoules = energy?.Read();

    // What one problem would have got, had it been in work from the beginning.
    double seconds;
    double? joules = energy is null ? null : 0;

    /// <summary>Begins a problem; the result is for <see cref="End"/>.</summary>
    public Spending Begin()
    {
        lock (gate)
        {
            Advance();
            inWork++;
            return new(seconds, joules);
        }
    }

    /// <summary>Ends a problem and returns its share.</summary>
    public Spending End(Spending begun)
    {
        lock (gate)
        {
            Advance();
            inWork--;
            return new(seconds - begun.Seconds, joules - begun.Joules);
        }
    }

    void Advance()
    {
        long now = time.GetTimestamp();
        double? nowJoules = energy?.Read();
        if (inWork > 0)
        {
            seconds += time.GetElapsedTime(last, now).TotalSeconds / inWork;
            joules += (nowJoules - lastJoules) / inWork;
        }
        (last, lastJoules) = (now, nowJoules);
    }
}
