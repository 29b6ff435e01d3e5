namespace Outthink.Backends.Tests.Hub;

/// <summary>A file on a disk with room for so many bytes of it; the write that does not fit fails as on Linux.</summary>
internal sealed class FullDisk(Stream file, long room) : Stream
{
    private const int NoSpace = 28;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override void Flush() => file.Flush();

    public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);

    /// <summary>Writes what fits, as a real disk does, and fails if that is not all.</summary>
    public override void Write(byte[] buffer, int offset, int count)
    {
        int fits = (int)Math.Min(count, Math.Max(0, room - Position));
        file.Write(buffer, offset, fits);
        if (fits < count) throw new IOException("No space left on device", NoSpace);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
