namespace Outthink.Search;

/// <summary>What each group of options must satisfy; every message says what to do.</summary>
internal static class OptionRules
{
    public static IEnumerable<string> Limits(SearchOptions options)
    {
        if (options.MaxTokens < 1) yield return $"MaxTokens is {options.MaxTokens}; give at least 1.";
    }

    public static IEnumerable<string> Samples(SearchOptions options)
    {
        if (options.Samples < 1) yield return $"N (Samples) is {options.Samples}; give at least 1.";
    }

    public static IEnumerable<string> Sampling(SearchOptions options)
    {
        Sampling sampling = options.Sampling;
        if (!(sampling.Temperature >= 0 && double.IsFinite(sampling.Temperature))) yield return $"Temperature is {sampling.Temperature}; give 0 (greedy) or a positive number.";
        if (sampling.TopK < 0) yield return $"TopK is {sampling.TopK}; give 0 (all tokens) or a positive number.";
        if (!(sampling.TopP > 0 && sampling.TopP <= 1)) yield return $"TopP is {sampling.TopP}; give a number above 0 and at most 1.";
        if (!(sampling.MinP >= 0 && sampling.MinP < 1)) yield return $"MinP is {sampling.MinP}; give a number from 0 to below 1.";
    }

    public static IEnumerable<string> Scoring(SearchOptions options)
    {
        if (!Enum.IsDefined(options.Aggregation)) yield return $"Aggregation is {options.Aggregation}; choose one of {string.Join(", ", Enum.GetNames<Outthink.Scoring.Aggregation>())}.";
        if (options.Selection is { } selection && !Enum.IsDefined(selection)) yield return $"Selection is {selection}; choose one of {string.Join(", ", Enum.GetNames<Outthink.Scoring.Selection>())}.";
    }

    /// <summary>What beam search and DVTS use on top.</summary>
    public static IEnumerable<string> Tree(SearchOptions options)
    {
        if (options.BeamWidth < 1) yield return $"M (BeamWidth) is {options.BeamWidth}; give at least 1.";
        else if (options.Samples >= 1 && options.Samples % options.BeamWidth != 0)
            yield return $"N (Samples) is {options.Samples}, not a multiple of M (BeamWidth) {options.BeamWidth}; give N = {Nearest(options.Samples, options.BeamWidth)}.";
        if (options.MaxSteps < 1) yield return $"MaxSteps is {options.MaxSteps}; give at least 1.";
        if (options.Resamples is not (0 or 1)) yield return $"Resamples is {options.Resamples}; give 0 or 1.";
    }

    private static long Nearest(long samples, long width) => (samples + width - 1) / width * width;
}
