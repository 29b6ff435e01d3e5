using System.Buffers;
using System.Net;
using Polly;

namespace Outthink.Backends.Hub;

/// <summary>
/// Fetches one blob: goes on where a part ends, as often as connections break, checks the hash, and only then gives it its name.
/// </summary>
internal sealed class BlobDownload(HubClient client, ResiliencePipeline retry, HubDisk disk, TimeProvider time, Action<string> remark)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>Fetches it; <paramref name="onLength"/> is told how many of its bytes are there.</summary>
    /// <exception cref="HubException">
    /// The hub cannot be reached, keeps breaking off, sends something else than it announced, or the disk is full. A part that may
    /// be gone on with is kept.
    /// </exception>
    public async Task RunAsync(RemoteFile file, string blob, Action<long> onLength, CancellationToken cancellationToken)
    {
        string path = blob + ".incomplete";
        await using (PartFile part = await PartFile.OpenAsync(path, file, disk, cancellationToken))
        {
            for (bool isFresh = part.Length == 0; ; isFresh = true)
            {
                onLength(part.Length);
                await FillAsync(part, file, onLength, cancellationToken);
                if (part.Finish() is not { } actual || actual == file.Hash)
                {
                    await part.CompleteAsync(blob, cancellationToken);
                    return;
                }
                part.Restart();
                if (isFresh)
                    throw new HubException($"'{file.Repository}' file '{file.Path}': its hash is {actual}, but the hub announced {file.Hash}. It was thrown away. Try again later; if it happens again, do not trust this server.");
                remark($"{file.Path}: the part kept from before does not fit the hub's hash; fetching the whole file");
            }
        }
    }

    /// <summary>Every byte that arrives gives the connection a new set of attempts.</summary>
    private async Task FillAsync(PartFile part, RemoteFile file, Action<long> onLength, CancellationToken cancellationToken)
    {
        while (part.Length < file.Size)
        {
            long before = part.Length;
            try
            {
                await retry.ExecuteAsync(async token => await ReceiveAsync(part, file, onLength, token), cancellationToken);
            }
            catch (TransientHubException e)
            {
                if (part.Length > before) continue;
                throw new HubException($"'{file.Repository}' file '{file.Path}': {e.Message}, {HubRetry.MostRetries + 1} times in a row. The {part.Length} bytes fetched are kept; the same command goes on from there.", e);
            }
        }
    }

    private async Task ReceiveAsync(PartFile part, RemoteFile file, Action<long> onLength, CancellationToken cancellationToken)
    {
        long from = part.Length;
        using HttpResponseMessage response = await client.OpenAsync(file, from, cancellationToken);
        long toSkip = BytesBefore(from, response, part, file);
        using StallWatch watch = new(HubRequests.Patience, time, cancellationToken);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (part.Length < file.Size)
            {
                int read = await ReadAsync(body, buffer, file, watch, cancellationToken);
                if (read == 0) throw new TransientHubException($"{file.Path}: the connection ended after {part.Length} of {file.Size} bytes");
                watch.Alive();
                int skipped = (int)Math.Min(toSkip, read);
                toSkip -= skipped;
                int kept = (int)Math.Min(read - skipped, file.Size - part.Length);
                await part.AppendAsync(buffer.AsMemory(skipped, kept), cancellationToken);
                onLength(part.Length);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Bytes of the answer that the part has already: none of a range, all it has where the server sends the whole file.</summary>
    private static long BytesBefore(long from, HttpResponseMessage response, PartFile part, RemoteFile file)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            if (from == 0) throw new HubException($"'{file.Repository}' file '{file.Path}': the server refuses to send it (416).");
            part.Restart();
            throw new TransientHubException($"{file.Path}: the server has no byte {from}; starting over");
        }
        bool isRange = response.StatusCode == HttpStatusCode.PartialContent;
        long? whole = isRange ? response.Content.Headers.ContentRange?.Length : response.Content.Headers.ContentLength;
        if (whole is { } size && size != file.Size)
            throw new HubException($"'{file.Repository}' file '{file.Path}': the hub announced {file.Size} bytes and the server has {size}. A mirror may be out of step; try again later.");
        if (isRange && response.Content.Headers.ContentRange?.From != from)
            throw new HubException($"'{file.Repository}' file '{file.Path}': byte {from} on was asked for, and the server sends another range. Its ranges cannot be relied on; delete '{file.Etag}.incomplete' in the cache to fetch the file whole.");
        return isRange ? 0 : from;
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, RemoteFile file, StallWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, watch.Token);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new TransientHubException($"{file.Path}: the connection broke", e);
        }
        catch (OperationCanceledException e) when (watch.HasStalled && !cancellationToken.IsCancellationRequested)
        {
            throw new TransientHubException($"{file.Path}: nothing came for {HubRequests.Patience.TotalSeconds:0} s", e);
        }
    }
}
