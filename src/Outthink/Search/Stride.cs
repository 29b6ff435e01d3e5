namespace Outthink.Search;

/// <summary>How many steps a beam takes until its next verification (<see cref="Planning.Thrift.VerifyEvery"/>).</summary>
internal static class Stride
{
    /// <summary>A step's score holds when it is at least this share of the score before it.</summary>
    private const double Steady = 0.9;

    /// <summary>One more than the number of last steps in a row whose scores held (the first against 1), at most <paramref name="most"/>: a step that went down brings back verifying every step.</summary>
    public static int After(Trajectory beam, int most)
    {
        int stride = 1;
        for (int step = beam.Steps.Length - 1; step >= 0 && stride < most; step--, stride++)
        {
            double? before = step == 0 ? 1 : beam.Steps[step - 1].Score;
            if (!(beam.Steps[step].Score >= Steady * before)) break;
        }
        return stride;
    }
}
