namespace Outthink.Evaluation.Suites;

/// <summary>A suite's file, whose kind its first bytes tell: Parquet, or else JSON lines.</summary>
public static class SuiteFile
{
    /// <summary>Reads at most <paramref name="limit"/> problems.</summary>
    /// <exception cref="SuiteFormatException">The file cannot be read; the message names places and fields.</exception>
    public static async Task<Suite> ReadAsync(string path, int limit = int.MaxValue, CancellationToken cancellationToken = default)
    {
        await using FileStream file = File.OpenRead(path);
        byte[] start = new byte[4];
        int read = await file.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        file.Position = 0;
        return start.AsSpan(0, read).SequenceEqual("PAR1"u8)
            ? await ParquetSuiteReader.ReadAsync(file, path, limit, cancellationToken)
            : SuiteReader.Read(file, path, limit);
    }
}
