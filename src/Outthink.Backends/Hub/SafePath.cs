namespace Outthink.Backends.Hub;

/// <summary>Which names of a foreign server may become names on this disk.</summary>
internal static class SafePath
{
    private const int MostCharacters = 1024, MostOfSegment = 255;

    private static readonly char[] Forbidden = Path.GetInvalidFileNameChars();

    /// <summary>A relative path with forward slashes that stays below its folder, on this system and on others.</summary>
    public static bool IsSafe(string path) =>
        path.Length is > 0 and <= MostCharacters && !path.Contains('\\', StringComparison.Ordinal) && path.Split('/').All(IsSegment);

    /// <summary>One name made of letters, digits, dots, dashes and underscores: what an ETag or a commit is.</summary>
    public static bool IsToken(string name) =>
        name.Length is > 0 and <= 128 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= MostOfSegment && segment is not ("." or "..") && segment.IndexOfAny(Forbidden) < 0 && !segment.Any(char.IsControl)
        && !(segment.Length >= 2 && segment[1] == ':');
}
