using System.Buffers;

namespace Outthink.Backends.Hub;

/// <summary>
/// A blob on its way, <c>{etag}.incomplete</c> as the hub's own client calls it, and the hash of what it holds. It is named by
/// its content, so a part that somebody else began may be gone on with: a wrong one shows in the hash.
/// </summary>
internal sealed class PartFile : IAsyncDisposable
{
    private const int ReadBytes = 1 << 17;

    private readonly string path;
    private readonly RemoteFile file;
    private readonly Stream stream;
    private readonly ContentHash? hash;

    private PartFile(string path, RemoteFile file, Stream stream)
    {
        (this.path, this.file, this.stream) = (path, file, stream);
        hash = file.Hash is null ? null : ContentHash.For(file.Hash, file.Size);
    }

    /// <summary>Bytes it holds.</summary>
    public long Length { get; private set; }

    /// <summary>Opens or begins a part and reads what it holds.</summary>
    public static async Task<PartFile> OpenAsync(string path, RemoteFile file, HubDisk disk, CancellationToken cancellationToken)
    {
        Stream stream = disk.OpenPart(path);
        PartFile part = new(path, file, stream);
        try
        {
            if (stream.Length > file.Size) stream.SetLength(0);
            await part.ReadKeptAsync(cancellationToken);
            return part;
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HubException">The disk is full; what was written before is kept.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException e) when (HubDisk.IsFull(e))
        {
            throw new HubException($"The disk is full: '{file.Path}' needs {file.Size - Length} more bytes at '{path}'. The {Length} bytes fetched are kept; make room and run the same command again.", e);
        }
        hash?.Append(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Throws away what it holds.</summary>
    public void Restart()
    {
        stream.SetLength(0);
        stream.Position = 0;
        Length = 0;
        hash?.Finish();
    }

    /// <summary>The hash of what it holds, which is the whole; null when the hub tells none to hold against it.</summary>
    public string? Finish() => hash?.Finish();

    /// <summary>Makes the whole and checked part the blob, in one step.</summary>
    public async Task CompleteAsync(string blob, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        if (stream is FileStream onDisk) onDisk.Flush(flushToDisk: true);
        await stream.DisposeAsync();
        File.Move(path, blob, overwrite: true);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        hash?.Dispose();
    }

    private async Task ReadKeptAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and int read)
            {
                hash?.Append(buffer.AsSpan(0, read));
                Length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
