using System.Text.Json;
using Outthink.Engine.Weights;

namespace Outthink.Peers.Speed;

/// <summary><c>outthink-peers speed</c>.</summary>
static class SpeedProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help"])
        {
            Console.WriteLine(SpeedArguments.Usage);
            return 0;
        }
        if (SpeedArguments.Parse(args) is not { } arguments)
        {
            Console.Error.WriteLine(SpeedArguments.Usage);
            return 2;
        }
        var (bench, server) = (LlamaBinary.Find("llama-batched-bench"), LlamaBinary.Find("llama-server"));
        string[] missing =
        [
            .. bench is null && arguments.Rows.Any(id => SpeedRow.All.Any(r => r.Id == id && r.HasPeer)) ? ["llama-batched-bench"] : Array.Empty<string>(),
            .. server is null && arguments.Rows.Contains(SpeedArguments.Beam) ? ["llama-server"] : Array.Empty<string>(),
        ];
        if (missing.Length > 0)
        {
            Console.Error.WriteLine($"There is no {string.Join(" and no ", missing)}. Install llama.cpp and put its folder into PATH or LLAMA_CPP_BIN, or choose other rows with --rows.");
            return 2;
        }
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        try
        {
            var report = await new SpeedRun(arguments, bench, server).RunAsync(stop.Token);
            var table = SpeedTable.Of(report);
            Console.WriteLine(table);
            if (arguments.Json is { } json)
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(report, SpeedJson.Default.SpeedReport) + "\n", stop.Token);
            if (arguments.Markdown is { } page)
                SpeedTable.Put(table, page);
            return 0;
        }
        catch (Exception e) when (e is ModelFileException or InvalidOperationException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
