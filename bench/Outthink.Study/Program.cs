using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Study;

// Writes docs/study/first-table.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS OUT [claims POLICY] [SCALE]
// "claims POLICY" writes the comparison of that policy with larger ones alone; SCALE divides the numbers of problems, for a quick look.
// Writes docs/study/stopping.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS stopping POLICY OUT [SCALE]
// Writes docs/study/stopping-256.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS stopping-256 POLICY OUT [SCALE]
// Writes docs/study/deadlines.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS deadlines OUT [SCALE]
// Writes docs/study/predictions.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS predictions OUT [SCALE]
string? page = args.Length > 1 && args[1] is "stopping" or "stopping-256" or "deadlines" or "predictions" ? args[1] : null;
string? only = page is null && args.Length > 3 && args[2] == "claims" ? args[3] : null;
bool isStopping = page is "stopping" or "stopping-256";
int named = isStopping ? 4 : page is not null ? 3 : only is null ? 2 : 4;
string[] rest = args[Math.Min(args.Length, named)..];
int scale = 1;
if (args.Length < named || rest.Length > 1 || (rest.Length == 1 && !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out scale)))
{
    Console.Error.WriteLine("usage: Outthink.Study MODELS OUT [claims POLICY] [SCALE] | MODELS stopping|stopping-256 POLICY OUT [SCALE] | MODELS deadlines|predictions OUT [SCALE]");
    return 2;
}
string path = args[page is null ? 1 : named - 1];
// Before the long run, so that its result cannot be lost for want of a folder.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
await using InferenceEngine engine = new();
ModelCatalog catalog = ModelCatalog.Open(args[0]);
if (page == "deadlines")
{
    await new DeadlineTable(engine, catalog, scale, TimeProvider.System).WriteAsync(path);
    return 0;
}
if (page == "predictions")
{
    await new PredictionTable(engine, catalog, scale, TimeProvider.System).WriteAsync(path);
    return 0;
}
Laboratory laboratory = new(engine, catalog);
if (isStopping)
{
    await new StoppingTable(laboratory, catalog.Find(ModelRole.Policy, args[2]), page == "stopping-256", scale, TimeProvider.System).WriteAsync(path);
    return 0;
}
FirstTable table = new(laboratory, scale);
await File.WriteAllTextAsync(path, await (only is null ? table.WriteAsync() : table.WriteClaimsAsync(only)));
return 0;
