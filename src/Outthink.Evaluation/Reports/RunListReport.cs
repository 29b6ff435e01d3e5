using System.Collections.Immutable;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Reports;

/// <summary>What <c>outthink runs list --json</c> prints.</summary>
public sealed record RunListReport
{
    public required ImmutableArray<RunEntry> Runs { get; init; }

    /// <summary>SQLite files that are no runs of this version, each with the reason.</summary>
    public required ImmutableArray<UnreadableRun> Unreadable { get; init; }

    /// <summary>The runs among the <c>*.sqlite</c> files of a folder, by name.</summary>
    public static RunListReport Of(string folder)
    {
        ImmutableArray<RunEntry>.Builder runs = ImmutableArray.CreateBuilder<RunEntry>();
        ImmutableArray<UnreadableRun>.Builder unreadable = ImmutableArray.CreateBuilder<UnreadableRun>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.sqlite").Order(StringComparer.Ordinal))
        {
            try
            {
                using RunFile run = RunFile.OpenRead(path);
                runs.Add(RunEntry.Of(run));
            }
            catch (RunFileException fault)
            {
                unreadable.Add(new(Path.GetFileName(path), fault.Message));
            }
        }
        return new() { Runs = runs.ToImmutable(), Unreadable = unreadable.ToImmutable() };
    }
}

/// <summary>One run of a folder.</summary>
public sealed record RunEntry(string File, string Suite, string Seed, int Problems, int Rows, int Done, int Total, int Attempts, string Version, ImmutableArray<string> Models)
{
    public static RunEntry Of(RunFile run)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunConfiguration configuration = run.Configuration;
        return new(Path.GetFileName(run.Path), configuration.Suite, configuration.Seed, configuration.Problems, configuration.Rows.Length,
            run.Done, run.Total, run.Attempts, configuration.Version, [.. configuration.Models.Select(m => m.Name)]);
    }
}

/// <summary>A file that is no run.</summary>
public sealed record UnreadableRun(string File, string Reason);
