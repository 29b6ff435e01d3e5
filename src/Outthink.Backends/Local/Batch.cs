using System.Collections.Immutable;

namespace Outthink.Backends.Local;

/// <summary>Awaits requests that run side by side, or in turn.</summary>
internal static class Batch
{
    /// <summary>All results of requests made one after the other; when one fails or is cancelled, what those before it brought is released before the exception leaves.</summary>
    public static async Task<ImmutableArray<T>> InTurnAsync<TAsked, T>(IEnumerable<TAsked> asked, Func<TAsked, Task<T>> request, Action<T> release)
    {
        var results = ImmutableArray.CreateBuilder<T>();
        try
        {
            foreach (TAsked one in asked) results.Add(await request(one));
        }
        catch
        {
            foreach (T result in results) release(result);
            throw;
        }
        return results.ToImmutable();
    }

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
