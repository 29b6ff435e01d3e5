namespace Outthink.Backends.Hub;

/// <summary>
/// The lock file of a blob, held while it is fetched: an advisory lock on Unix (flock), as the hub's own client takes it, a
/// refusal to share on Windows. It ends with the process, however that ends; the file stays.
/// </summary>
internal sealed class CacheLock : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    /// <summary>EWOULDBLOCK on Linux and macOS; sharing and lock violations on Windows.</summary>
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream file;

    private CacheLock(FileStream file) => this.file = file;

    /// <summary>Waits until nobody else holds the lock; calls <paramref name="onWait"/> once if somebody does.</summary>
    public static async Task<CacheLock> AcquireAsync(string path, TimeProvider time, Action onWait, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (bool isFirst = true; ; isFirst = false)
        {
            if (TryAcquire(path) is { } acquired) return acquired;
            if (isFirst) onWait();
            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>The lock, or null while somebody else holds it.</summary>
    public static CacheLock? TryAcquire(string path)
    {
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}
