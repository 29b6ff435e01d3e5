namespace Outthink.Evaluation.Reports.Plots;

/// <summary>How an axis is divided.</summary>
public enum Scale
{
    /// <summary>Whole numbers, doubling: a mark at each that occurs.</summary>
    Doubling,

    /// <summary>Positive amounts, logarithmic, with marks at 1, 2 and 5 of each power of ten.</summary>
    Logarithmic,

    /// <summary>Shares in percent, cut to what occurs.</summary>
    Percent,

    /// <summary>Shares from 0 to 1, always all of them.</summary>
    Unit,
}
