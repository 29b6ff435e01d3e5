namespace Outthink.Backends.Hub;

/// <summary>How a snapshot shows a blob: by a relative link, or where the system allows none by the file itself.</summary>
internal static class SnapshotLink
{
    /// <summary>Puts a link at <paramref name="pointer"/>, in one step; what was there is replaced.</summary>
    /// <param name="pointer">The snapshot's file.</param>
    /// <param name="blob">What it shows.</param>
    /// <param name="isNew">Whether the blob was fetched just now, so that no other snapshot shows it.</param>
    /// <param name="disk">Makes links.</param>
    /// <exception cref="IOException">Neither a link nor a file can be made there.</exception>
    public static void Create(string pointer, string blob, bool isNew, HubDisk disk)
    {
        string folder = Path.GetDirectoryName(pointer)!;
        Directory.CreateDirectory(folder);
        string target = Path.GetRelativePath(folder, blob);
        if (new FileInfo(pointer).LinkTarget == target) return;
        string draft = pointer + ".link";
        File.Delete(draft);
        try
        {
            disk.CreateLink(draft, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // As the hub's own client does without links: the snapshot holds the file, and a new one leaves no blob.
            if (isNew) File.Move(blob, pointer, overwrite: true);
            else File.Copy(blob, pointer, overwrite: true);
            return;
        }
        File.Move(draft, pointer, overwrite: true);
    }
}
