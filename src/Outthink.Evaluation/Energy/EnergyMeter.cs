namespace Outthink.Evaluation.Energy;

/// <summary>Joules of this machine since the meter was made, and where they come from. Not thread-safe.</summary>
public sealed class EnergyMeter
{
    readonly Func<double?> read;

    EnergyMeter(string source, Func<double?> read) => (Source, this.read) = (source, read);

    /// <summary>"rapl" for measured energy; for an estimate the watts it rests on.</summary>
    public string Source { get; }

    /// <summary>Measured by the processor.</summary>
    public static EnergyMeter Of(RaplCounters counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        return new("rapl", counters.Read);
    }

    /// <summary>An estimate where the machine's power is given, else the processor's counters, else null.</summary>
    public static EnergyMeter? Find(double? watts, TimeProvider time) =>
        watts is { } power ? Estimate(power, time) : RaplCounters.Open() is { } counters ? Of(counters) : null;

    /// <summary>An estimate: a constant power, given by somebody who knows the machine.</summary>
    public static EnergyMeter Estimate(double watts, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(watts);
        long start = time.GetTimestamp();
        return new(FormattableString.Invariant($"estimated at {watts} W"), () => watts * time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Null when the energy can no longer be told.</summary>
    public double? Read() => read();
}
