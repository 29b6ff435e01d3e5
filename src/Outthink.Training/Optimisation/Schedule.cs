namespace Outthink.Training.Optimisation;

/// <summary>
/// The learning rate over a run: linear warm-up, then a cosine that reaches its floor at four fifths of the updates or
/// before and stays there, so that the last fifth shows whether the plateau is reached.
/// </summary>
/// <param name="Peak">The highest rate.</param>
/// <param name="Updates">Length of the run.</param>
/// <param name="FloorPercent">How much of the run lies before the floor, at most 80.</param>
public sealed record Schedule(float Peak, int Updates, int FloorPercent = 80)
{
    /// <summary>The rate at the floor as a share of the peak.</summary>
    public const float Floor = 0.005f;

    public int WarmUp => Math.Min(100, Math.Max(1, Updates / 10));

    /// <summary>The update at which the floor is reached.</summary>
    public int FloorReached => Updates * FloorPercent / 100;

    /// <summary>The update at which the first of the two accuracies is measured.</summary>
    public int FourFifths => Updates * 4 / 5;

    /// <summary>The rate of an update, counted from 0.</summary>
    public float Rate(int update)
    {
        if (update < WarmUp) return Peak * (update + 1) / WarmUp;
        var progress = Math.Min(1f, (update - WarmUp) / (float)Math.Max(1, FloorReached - WarmUp));
        return Peak * (Floor + (1 - Floor) * 0.5f * (1 + MathF.Cos(MathF.PI * progress)));
    }
}
