namespace Outthink.Training.Data;

/// <summary>What a network of the family is trained to write.</summary>
public enum TrainingText
{
    /// <summary>The canonical solution as it is.</summary>
    Solutions,

    /// <summary>The canonical solution with the digits of every number least significant first; the problem as it is.</summary>
    SolutionsWithDigitsReversed,

    /// <summary>Nothing but a label at each step's end: "+" while all is right, "-" at the first wrong step.</summary>
    StepLabels,
}
