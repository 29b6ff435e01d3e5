namespace Outthink.Backends.Hub;

/// <summary>The three things of a disk that fail in ways of their own: room, writing, links.</summary>
internal sealed record HubDisk
{
    private const int NoSpaceOnUnix = 28, WindowsHandleDiskFull = unchecked((int)0x80070027), WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Opens or creates a file to read and write; its bytes are on their way to the disk when a write returns.</summary>
    public Func<string, Stream> OpenPart { get; init; } = static path =>
        new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Bytes free where a folder is or will be; null when the system does not tell.</summary>
    public Func<string, long?> FreeBytes { get; init; } = static folder =>
    {
        try
        {
            string? existing = folder;
            while (existing is not null && !Directory.Exists(existing)) existing = Path.GetDirectoryName(existing);
            return existing is null ? null : new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(existing)! : existing).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    };

    /// <summary>Makes a symbolic link at the first path that says the second.</summary>
    public Action<string, string> CreateLink { get; init; } = static (path, target) => File.CreateSymbolicLink(path, target);

    /// <summary>Whether a write failed for want of room.</summary>
    public static bool IsFull(IOException fault) => fault.HResult is NoSpaceOnUnix or WindowsHandleDiskFull or WindowsDiskFull;
}
