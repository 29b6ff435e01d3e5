using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Outthink.Peers;

/// <summary>
/// A llama-server of the user's own, running one model on a free loopback port; by default with 32-bit KV and no flash
/// attention, so that it rounds as little as it can. Found in LLAMA_CPP_BIN or on PATH; never built or downloaded. Disposing
/// ends this process and no other.
/// </summary>
sealed class LlamaServer : IAsyncDisposable
{
    readonly Process process;
    readonly HttpClient http;
    readonly Queue<string> log = new();

    LlamaServer(Process process, int port)
    {
        this.process = process;
        http = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(30) };
        process.OutputDataReceived += Remember;
        process.ErrorDataReceived += Remember;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The path of llama-server, or null when there is none.</summary>
    public static string? Find() => LlamaBinary.Find("llama-server");

    public static Task<LlamaServer> StartAsync(string program, string model, int context, CancellationToken cancellationToken) =>
        StartAsync(program, model, context, ["-np", "1", "-t", "1", "-ctk", "f32", "-ctv", "f32", "-fa", "off", "--no-warmup"], cancellationToken);

    /// <summary>With arguments of the caller's on top of model, address and context.</summary>
    public static async Task<LlamaServer> StartAsync(string program, string model, int context, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] all = ["-m", model, "--host", "127.0.0.1", "--port", $"{port}", "-c", $"{context}", "--no-webui", .. arguments];
        foreach (var argument in all)
            start.ArgumentList.Add(argument);
        var server = new LlamaServer(Process.Start(start)!, port);
        try
        {
            await server.ReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task<ImmutableArray<int>> TokenizeAsync(string text, bool addSpecial, bool parseSpecial, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/tokenize", new() { ["content"] = text, ["add_special"] = addSpecial, ["parse_special"] = parseSpecial }, cancellationToken);
        return [.. answer["tokens"]!.AsArray().Select(t => t!.GetValue<int>())];
    }

    /// <summary>The greedy continuation: each token, its log-probability, and by how much it led the second.</summary>
    public async Task<ImmutableArray<PeerToken>> ContinueAsync(ImmutableArray<int> prompt, int maxTokens, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/completion", new()
        {
            ["prompt"] = new JsonArray([.. prompt.Select(t => (JsonNode)t)]),
            ["n_predict"] = maxTokens,
            ["temperature"] = 0,
            ["samplers"] = new JsonArray("temperature"),
            ["n_probs"] = 2,
            ["cache_prompt"] = false,
        }, cancellationToken);
        return answer["completion_probabilities"] is JsonArray tokens ? [.. tokens.Select(Read)] : []; // left out where the first token ends

        static PeerToken Read(JsonNode? token)
        {
            double[] top = [.. token!["top_logprobs"]!.AsArray().Select(t => t!["logprob"]!.GetValue<double>())];
            return new(token["id"]!.GetValue<int>(), token["logprob"]!.GetValue<double>(), top[0] - top[1]);
        }
    }

    /// <summary>Log-probabilities of all tokens of the vocabulary after a text, by id.</summary>
    public async Task<double[]> NextAsync(ImmutableArray<int> prompt, int vocabulary, CancellationToken cancellationToken)
    {
        var answer = await PostAsync("/completion", new()
        {
            ["prompt"] = new JsonArray([.. prompt.Select(t => (JsonNode)t)]),
            ["n_predict"] = 1,
            ["temperature"] = 0,
            ["samplers"] = new JsonArray("temperature"),
            ["n_probs"] = vocabulary,
            ["cache_prompt"] = true,
        }, cancellationToken);
        var tokens = answer["completion_probabilities"]!.AsArray()[0]!["top_logprobs"]!.AsArray();
        var result = new double[vocabulary];
        Array.Fill(result, double.NaN);
        foreach (var token in tokens)
            result[token!["id"]!.GetValue<int>()] = token["logprob"]!.GetValue<double>();
        return Array.Exists(result, double.IsNaN)
            ? throw new InvalidOperationException($"llama-server gave {tokens.Count} of {vocabulary} log-probabilities")
            : result;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    async Task ReadyAsync(CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2);)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"llama-server ended with {process.ExitCode} before it was ready:\n{Log()}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }
            await Task.Delay(50, cancellationToken);
        }
        throw new TimeoutException($"llama-server was not ready after two minutes:\n{Log()}");
    }

    /// <summary>Asks one of the server's endpoints.</summary>
    public async Task<JsonNode> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"llama-server answered {path} with {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    void Remember(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (log)
        {
            log.Enqueue(line.Data);
            if (log.Count > 20)
                log.Dequeue();
        }
    }

    string Log()
    {
        lock (log)
            return string.Join('\n', log);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
