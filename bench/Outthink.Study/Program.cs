using System.Globalization;
using Outthink.Backends.ModelCards;
using Outthink.Engine;
using Outthink.Study;

// Writes docs/study/first-table.md: dotnet run -c Release --project bench/Outthink.Study -- MODELS OUT [SCALE]
// SCALE divides the numbers of problems, for a quick look.
if (args.Length is < 2 or > 3)
{
    Console.Error.WriteLine("usage: Outthink.Study MODELS OUT [SCALE]");
    return 2;
}
int scale = args.Length == 3 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
// Before the long run, so that its result cannot be lost for want of a folder.
Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(args[1]))!);
await using InferenceEngine engine = new();
Laboratory laboratory = new(engine, ModelCatalog.Open(args[0]));
FirstTable table = new(laboratory, scale);
await File.WriteAllTextAsync(args[1], await table.WriteAsync());
return 0;
