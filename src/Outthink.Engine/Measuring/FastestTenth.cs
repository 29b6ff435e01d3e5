using System.Diagnostics;

namespace Outthink.Engine.Measuring;

/// <summary>
/// Times a short piece of work many times and takes the run that a tenth of them beat: what the work costs on a machine
/// whose neighbours sometimes leave it alone, and not the one lucky run.
/// </summary>
internal static class FastestTenth
{
    /// <summary>Seconds of one run.</summary>
    public static double Seconds(int tries, Action run)
    {
        var ticks = new long[tries];
        foreach (ref var taken in ticks.AsSpan())
        {
            var start = Stopwatch.GetTimestamp();
            run();
            taken = Stopwatch.GetTimestamp() - start;
        }
        Array.Sort(ticks);
        return ticks[tries / 10] / (double)Stopwatch.Frequency;
    }
}
