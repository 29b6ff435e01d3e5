using System.Globalization;
using Outthink.Engine.Weights;
using Outthink.Parity;
using Outthink.Peers;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Arguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}
if (LlamaServer.Find() is not { } program)
{
    Console.Error.WriteLine("There is no llama-server. Install llama.cpp and put its folder into PATH or LLAMA_CPP_BIN.");
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };

Console.WriteLine($"Log-probabilities over the whole vocabulary at {arguments.Positions} positions against a double-precision oracle; llama.cpp with a {arguments.KvType} cache, seed {arguments.Seed}.");
Console.WriteLine();
Console.WriteLine(ParityRow.Header);
var hasFailed = false;
foreach (var architecture in arguments.Architectures)
{
    foreach (var type in arguments.Types)
    {
        try
        {
            var row = await ParityRow.MeasureAsync(Shapes.Model(architecture, type, arguments), program, arguments, stop.Token);
            Console.WriteLine(row);
            hasFailed |= !row.IsAtPar;
        }
        catch (ModelFileException e)
        {
            Console.WriteLine($"| {architecture} | {type} | not read | | | | |");
            Console.Error.WriteLine(e.Message);
            hasFailed = true;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or HttpRequestException or OperationCanceledException)
        {
            Console.Error.WriteLine($"{architecture} {type}: {e.Message}");
            return 2;
        }
    }
}
return hasFailed ? 1 : 0;
