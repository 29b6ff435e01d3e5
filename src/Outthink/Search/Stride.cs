namespace Outthink.Search;

/// <summary>How many steps a beam takes until its next verification, and how many of them it may keep (<see cref="Planning.Thrift.VerifyEvery"/>).</summary>
internal static class Stride
{
    /// <summary>A step's score holds when it is at least this share of the score before it.</summary>
    private const double Steady = 0.9;

    /// <summary>One more than the number of last steps in a row whose scores held, at most <paramref name="most"/>: a step that went down brings back verifying every step.</summary>
    public static int After(Trajectory beam, int most)
    {
        int stride = 1;
        while (stride < most && beam.Steps.Length - stride is >= 0 and int step && Holds(beam, step)) stride++;
        return stride;
    }

    /// <summary>How many steps of a scored trajectory, from number <paramref name="from"/> on, hold in a row.</summary>
    public static int Held(Trajectory walked, int from)
    {
        int step = from;
        while (step < walked.Steps.Length && Holds(walked, step)) step++;
        return step - from;
    }

    /// <summary>The first step is held against 1.</summary>
    private static bool Holds(Trajectory trajectory, int step) =>
        trajectory.Steps[step].Score >= Steady * (step == 0 ? 1 : trajectory.Steps[step - 1].Score);
}
