using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Study;

// Writes docs/study/first-table.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS OUT [claims POLICY] [SCALE]
// "claims POLICY" writes the comparison of that policy with larger ones alone; SCALE divides the numbers of problems, for a quick look.
string? only = args.Length > 3 && args[2] == "claims" ? args[3] : null;
string[] rest = args[Math.Min(args.Length, only is null ? 2 : 4)..];
int scale = 1;
if (args.Length < 2 || rest.Length > 1 || (rest.Length == 1 && !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out scale)))
{
    Console.Error.WriteLine("usage: Outthink.Study MODELS OUT [claims POLICY] [SCALE]");
    return 2;
}
// Before the long run, so that its result cannot be lost for want of a folder.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
await using InferenceEngine engine = new();
Laboratory laboratory = new(engine, ModelCatalog.Open(args[0]));
FirstTable table = new(laboratory, scale);
await File.WriteAllTextAsync(args[1], await (only is null ? table.WriteAsync() : table.WriteClaimsAsync(only)));
return 0;
