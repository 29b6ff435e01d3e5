using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>Awaits requests that run side by side.</summary>
internal static class Batch
{
    /// <summary>All results in order; when one request fails or is cancelled, the others are awaited and what they brought is released before the exception leaves.</summary>
    public static async Task<ImmutableArray<T>> AllAsync<T>(IEnumerable<Task<T>> requests, Action<T> release)
    {
        Task<T>[] tasks = [.. requests];
        try
        {
            return [.. await Task.WhenAll(tasks)];
        }
        catch
        {
            foreach (Task<T> task in tasks)
                if (task.IsCompletedSuccessfully) release(task.Result);
            throw;
        }
    }
}
