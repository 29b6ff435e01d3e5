using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Outthink.Backends.Tests.Hub;

/// <summary>A request as a server of the tests sees it; header names are in small letters.</summary>
internal sealed record WireRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>An answer, and how it is spoiled.</summary>
internal sealed record WireReply(int Status, params (string Name, string Value)[] Headers)
{
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Announced when it is not the body's.</summary>
    public long? ContentLength { get; init; }

    /// <summary>The connection breaks after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>The rest of the body is not sent before this is done.</summary>
    public Task? Hold { get; init; }
}

/// <summary>One port on the loopback that answers each connection's one request; it can break any answer at any byte.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<WireRequest, WireReply> answer;
    private readonly Task accepting;

    public LoopbackServer(Func<WireRequest, WireReply> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting; // before the listener stops: it refuses to accept afterwards
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient held = client;
        try
        {
            await using NetworkStream stream = client.GetStream();
            if (await ReadAsync(stream) is { } request) await WriteAsync(client, stream, answer(request), isHead: request.Method == "HEAD");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, as some tests want it to.
        }
    }

    private async Task<WireRequest?> ReadAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer, stop.Token);
            if (read == 0) return null;
            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
        string[] lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] first = lines[0].Split(' ');
        return new(first[0], first[1], lines[1..].Select(l => l.Split(':', 2)).ToDictionary(h => h[0].Trim().ToLowerInvariant(), h => h[1].Trim()));
    }

    private async Task WriteAsync(TcpClient client, NetworkStream stream, WireReply reply, bool isHead)
    {
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} {(HttpStatusCode)reply.Status}\r\nConnection: close\r\nContent-Length: {reply.ContentLength ?? reply.Body.Length}\r\n");
        foreach ((string name, string value) in reply.Headers) head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), stop.Token);
        if (isHead) return;
        ReadOnlyMemory<byte> body = reply.CutAfter is { } cut && cut < reply.Body.Length ? reply.Body[..cut] : reply.Body;
        if (reply.Hold is { } hold)
        {
            await stream.WriteAsync(body[..(body.Length / 2)], stop.Token);
            await hold.WaitAsync(stop.Token);
            body = body[(body.Length / 2)..];
        }
        await stream.WriteAsync(body, stop.Token);
        if (reply.CutAfter is not null) client.Client.Shutdown(SocketShutdown.Both);
    }
}
