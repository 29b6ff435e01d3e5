using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Engine.Weights;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Peers;
using Outthink.Peers.Speed;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["speed", .. var rest])
    return await SpeedProgram.RunAsync(rest);
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

var problems = ArithmeticSuite.Draw(arguments.Seed, arguments.Prompts);
var texts = Texts.Mixed.Concat(problems.SelectMany(p => new[] { p.Text, p.Solution })).ToArray();
string[] prompts = arguments.Random ? [.. Texts.Mixed, .. problems.Select(p => p.Text)] : [.. problems.Select(p => p.Text + ArithmeticProblem.Delimiter)];
var folder = Directory.CreateTempSubdirectory("outthink-peers").FullName;
try
{
    var files = arguments switch
    {
        { Random: true } => RandomFiles(folder),
        { Files.Count: > 0 } => [.. arguments.Files.SelectMany(f => Directory.Exists(f) ? Policies(f) : [f])],
        _ => [.. Policies(arguments.Models)],
    };
    if (files.Count == 0)
    {
        Console.Error.WriteLine($"There are no policies in '{arguments.Models}'. Name files, or a folder with --models.");
        return 2;
    }
    Console.WriteLine("| file | parameters | prompts | tokens agreed | ties (lead ≤ 1e-3) | different | worst log-probability difference | texts tokenised | differently |");
    Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
    List<string> differences = [];
    foreach (var file in files)
    {
        await using var engine = new InferenceEngine();
        var model = engine.Load(file);
        var context = Math.Min(model.Config.ContextLength, 4096);
        var (tokens, greedy) = await CompareAsync(model, context, Widened.IsNeeded(file));
        Console.WriteLine($"| {Path.GetFileName(file)} | {model.Parameters} | {greedy.Prompts} | {greedy.Tokens} | {greedy.Ties} | {greedy.Different} | {greedy.WorstLogProb:g2} | {tokens.Texts} | {tokens.Different} |");
        differences.AddRange(new[] { greedy.First, tokens.First }.OfType<string>().Select(d => $"{Path.GetFileName(file)}: {d}"));
    }
    foreach (var difference in differences)
        Console.Error.WriteLine(difference);
    return differences.Count == 0 ? 0 : 1;
}
catch (Exception e) when (e is ModelFileException or ModelCardException or InvalidOperationException or TimeoutException or OperationCanceledException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

async Task<(TokenParity, GreedyParity)> CompareAsync(LanguageModel model, int context, bool widen)
{
    // The file itself always has to load there; see Widened for why a quantised one is not what is computed with.
    await using var peer = await LlamaServer.StartAsync(program, model.Path, context, stop.Token);
    var tokens = await TokenParity.MeasureAsync(model.Tokenizer, peer, texts, stop.Token);
    if (!widen)
        return (tokens, await GreedyParity.MeasureAsync(model, peer, prompts, arguments.MaxTokens, stop.Token));
    var twin = Path.Combine(folder, "widened.gguf");
    Widened.Write(model.Path, twin);
    await using var exact = await LlamaServer.StartAsync(program, twin, context, stop.Token);
    return (tokens, await GreedyParity.MeasureAsync(model, exact, prompts, arguments.MaxTokens, stop.Token));
}

static IEnumerable<string> Policies(string folder) => ModelCatalog.Open(folder).Cards.Where(c => c.Role == ModelRole.Policy).Select(c => c.File);

static List<string> RandomFiles(string folder)
{
    List<string> files = [];
    foreach (var (type, tied) in new[] { (TensorType.F32, true), (TensorType.F32, false), (TensorType.F16, false), (TensorType.BF16, true), (TensorType.Q8_0, false) })
    {
        files.Add(Path.Combine(folder, $"random-{type}-{(tied ? "tied" : "untied")}.gguf"));
        RandomModel.Write(files[^1], type, tied, seed: 1);
    }
    return files;
}
