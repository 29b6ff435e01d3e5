using System.Collections.Immutable;
using Outthink.Training.Network;

namespace Outthink.Training.Family;

/// <summary>
/// Trains the tiny family: each model on one thread, so many side by side as there are threads, the longest first. A
/// model depends on the seed alone, not on the number of threads nor on interruptions.
/// </summary>
public static class FamilyTraining
{
    /// <summary>
    /// Trains what is missing and writes models and cards. Cancelled, it saves checkpoints and throws; the same call
    /// goes on from there, with the result of an uninterrupted one.
    /// </summary>
    /// <exception cref="ArgumentException">Options are wrong; the message lists all problems.</exception>
    /// <exception cref="InvalidDataException">A checkpoint is damaged or of another recipe.</exception>
    public static Task RunAsync(FamilyTrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
        => RunAsync(TinyFamily.Jobs, options, TimeProvider.System, progress, cancellationToken);

    internal static async Task RunAsync(ImmutableArray<TrainingJob> family, FamilyTrainingOptions options, TimeProvider time, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var problems = options.Validate(family);
        if (problems.Length > 0) throw new ArgumentException(string.Join(" ", problems), nameof(options));
        Directory.CreateDirectory(options.OutputFolder);
        Directory.CreateDirectory(options.WorkFolder);
        using var failure = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wanted = Wanted(family, options.Only);
        var queue = new JobQueue(wanted);
        var whole = progress is null ? null : new FamilyProgress(wanted, options.Threads, progress);
        var workers = Enumerable.Range(0, options.Threads).Select(_ => Task.Factory.StartNew(
            () => Work(queue, options, time, whole, failure), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        await Task.WhenAll(workers);
        cancellationToken.ThrowIfCancellationRequested();
        await new FamilyCards(options, queue.Finished).WriteAsync(cancellationToken);
    }

    private static void Work(JobQueue queue, FamilyTrainingOptions options, TimeProvider time, IProgress<TrainingProgress>? progress, CancellationTokenSource failure)
    {
        try
        {
            while (queue.Take(failure.Token) is var (job, start))
            {
                var result = new TrainingRun(job, options, time).Train(start, progress, failure.Token);
                ModelFiles.Write(job, options, result);
                queue.Finish(job, result);
            }
        }
        catch (OperationCanceledException) when (failure.IsCancellationRequested)
        {
            // The caller cancelled, or another worker failed: its exception is the one to be seen.
        }
        catch
        {
            failure.Cancel();
            throw;
        }
    }

    /// <summary>The named jobs and, before them, what they start from.</summary>
    private static ImmutableArray<TrainingJob> Wanted(ImmutableArray<TrainingJob> family, ImmutableArray<string> only)
    {
        if (only.IsEmpty) return family;
        var names = only.ToHashSet();
        foreach (var job in family.Reverse())
            if (names.Contains(job.Name) && job.StartsFrom is { } start) names.Add(start);
        return [.. family.Where(job => names.Contains(job.Name))];
    }

    /// <summary>The jobs in order; a job that starts from another waits for it.</summary>
    private sealed class JobQueue(IEnumerable<TrainingJob> jobs)
    {
        private readonly List<TrainingJob> _waiting = [.. jobs];
        private readonly Dictionary<string, (TrainingJob Job, TrainingRun.Result Result)> _finished = [];

        /// <summary>The finished models in a fixed order.</summary>
        internal List<(TrainingJob Job, TrainingRun.Result Result)> Finished => [.. _finished.Values.OrderBy(model => model.Job.Name, StringComparer.Ordinal)];


        internal (TrainingJob Job, Transformer? Start)? Take(CancellationToken cancellation)
        {
            using var wake = cancellation.Register(() =>
            {
                lock (_waiting) Monitor.PulseAll(_waiting);
            });
            lock (_waiting)
            {
                while (true)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (_waiting.Count == 0) return null;
                    var next = _waiting.FindIndex(job => job.StartsFrom is null || _finished.ContainsKey(job.StartsFrom));
                    if (next >= 0)
                    {
                        var job = _waiting[next];
                        _waiting.RemoveAt(next);
                        return (job, job.StartsFrom is null ? null : _finished[job.StartsFrom].Result.Network);
                    }
                    Monitor.Wait(_waiting);
                }
            }
        }

        internal void Finish(TrainingJob job, TrainingRun.Result result)
        {
            lock (_waiting)
            {
                _finished.Add(job.Name, (job, result));
                Monitor.PulseAll(_waiting);
            }
        }
    }
}
