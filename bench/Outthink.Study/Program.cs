using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Study;

// Writes docs/study/first-table.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS OUT [claims] [SCALE]
// "claims" writes the comparison of small with large policies alone; SCALE divides the numbers of problems, for a quick look.
bool isClaims = args.Length > 2 && args[2] == "claims";
string[] rest = args[Math.Min(args.Length, isClaims ? 3 : 2)..];
int scale = 1;
if (args.Length < 2 || rest.Length > 1 || (rest.Length == 1 && !int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out scale)))
{
    Console.Error.WriteLine("usage: Outthink.Study MODELS OUT [claims] [SCALE]");
    return 2;
}
// Before the long run, so that its result cannot be lost for want of a folder.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
await using InferenceEngine engine = new();
Laboratory laboratory = new(engine, ModelCatalog.Open(args[0]));
FirstTable table = new(laboratory, scale);
await File.WriteAllTextAsync(args[1], await (isClaims ? table.WriteClaimsAsync() : table.WriteAsync()));
return 0;
