using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Outthink.Engine.Weights;

/// <summary>A whole file, or bytes that stand for one, in memory and read-only. The file must not shrink meanwhile.</summary>
sealed unsafe partial class MappedFile : IDisposable
{
    const int DontNeed = 4; // MADV_DONTNEED, the same number in Linux and macOS

    static bool canAdvise = !OperatingSystem.IsWindows(); // Windows trims a working set by itself

    readonly MemoryMappedFile? file;
    readonly MemoryMappedViewAccessor? view;
    MemoryHandle pin;
    byte* start;

    MappedFile(string path, MemoryHandle pin, long length)
    {
        (Path, this.pin, Length) = (path, pin, length);
        start = (byte*)pin.Pointer;
    }

    MappedFile(string path)
    {
        Path = path;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Length = stream.Length;
        if (Length == 0)
            return; // an empty file cannot be mapped, and reads as too short
        file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public string Path { get; }

    public long Length { get; }

    /// <exception cref="ModelFileException">The file is missing, a folder, or cannot be read.</exception>
    public static MappedFile Open(string path)
    {
        if (Directory.Exists(path))
            throw new ModelFileException(path, "this is a folder; give a model file in it");
        try
        {
            return new(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file; check the path" : $"the file cannot be read: {e.Message}";
            throw new ModelFileException(path, reason, inner: e);
        }
    }

    /// <summary>Bytes in memory, which must not change meanwhile; <paramref name="name"/> stands in messages.</summary>
    public static MappedFile Of(ReadOnlyMemory<byte> bytes, string name) => new(name, bytes.Pin(), bytes.Length);

    /// <summary>The address of a byte, which the caller knows to lie within the file.</summary>
    public byte* At(long offset)
    {
        ObjectDisposedException.ThrowIf(start == null && Length > 0, this);
        return start + offset;
    }

    /// <summary>Gives back the pages that lie wholly within these bytes; they are read from the file again when touched.</summary>
    public void Drop(long offset, long length)
    {
        if (view is null || start == null || !canAdvise)
            return;
        var page = Environment.SystemPageSize;
        var from = ((long)(start + offset) + page - 1) / page * page;
        var bytes = ((long)(start + offset) + length) / page * page - from;
        if (bytes <= 0)
            return;
        try
        {
            _ = Advise((nint)from, (nuint)bytes, DontNeed); // advice: when it is not taken, nothing is lost
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            canAdvise = false;
        }
    }

    public void Dispose()
    {
        if (start == null)
            return;
        start = null;
        pin.Dispose();
        view?.SafeMemoryMappedViewHandle.ReleasePointer();
        view?.Dispose();
        file?.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
