namespace Outthink.Search;

/// <summary>What each group of options must satisfy; every message says what to do.</summary>
internal static class OptionRules
{
    public static IEnumerable<string> Limits(SearchOptions options)
    {
        if (options.MaxTokens < 1) yield return $"MaxTokens is {options.MaxTokens}; give at least 1.";
        if (options.Deadline is { } deadline && !(deadline > TimeSpan.Zero && deadline.TotalMilliseconds <= int.MaxValue))
            yield return $"The deadline is {deadline}; give a positive time of at most {int.MaxValue} milliseconds.";
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

    public static IEnumerable<string> Thrift(SearchOptions options)
    {
        if (options.Thrift is not { } thrift) yield break;
        if (thrift.SafeVote is { } safe && !(safe > 0.5 && safe < 1)) yield return $"SafeVote is {safe}; give a probability above 0.5 and below 1.";
        if (thrift.LeastVoteGain is { } share && !(share > 0 && share < 1)) yield return $"LeastVoteGain is {share}; give a share of the votes above 0 and below 1.";
        if (thrift.LeastGain is { } gain && !(gain > 0 && double.IsFinite(gain))) yield return $"LeastGain is {gain}; give a positive number.";
        if (thrift.Wave < 1) yield return $"Wave is {thrift.Wave}; give at least 1.";
        if (thrift.RejectAfter < 1) yield return $"RejectAfter is {thrift.RejectAfter}; give at least 1 token.";
        if (!(thrift.RejectBelow > 0 && thrift.RejectBelow <= 1)) yield return $"RejectBelow is {thrift.RejectBelow}; give a share above 0 and at most 1.";
        if (thrift.VerifyEvery < 1) yield return $"VerifyEvery is {thrift.VerifyEvery}; give at least 1.";
        if (thrift.Enough < 1) yield return $"Enough is {thrift.Enough}; give at least 1.";
    }

    private static long Nearest(long samples, long width) => (samples + width - 1) / width * width;
}
