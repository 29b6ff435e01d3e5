namespace Outthink.Evaluation.Reports.Sections;

/// <summary>File names of a report's figures: what they show, and a number that keeps them apart.</summary>
internal sealed class FigureNames
{
    const int Longest = 80;

    int last;

    public string Next(params ReadOnlySpan<string> parts)
    {
        string text = string.Join('-', parts.ToArray().Append("")).ToLowerInvariant();
        string slug = string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        while (slug.Contains("--", StringComparison.Ordinal)) slug = slug.Replace("--", "-", StringComparison.Ordinal);
        return $"figure-{++last:00}-{slug[..Math.Min(slug.Length, Longest)].TrimEnd('-')}";
    }
}
