using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Outthink.Answers;

// Throughput and tail of the answer checker over a file of labelled pairs, warm, on one core; hostile rows apart, with their worst
// time and memory.
//   dotnet run -c Release --project bench/Outthink.Answers.Bench -- FILE.jsonl [rounds]
if (args.Length == 0 || !File.Exists(args[0]))
{
    Console.Error.WriteLine("error: name a JSON-lines file with gold, pred and kind, such as answers/dev.jsonl of the test data");
    return 2;
}
int rounds = args.Length > 1 && int.TryParse(args[1], CultureInfo.InvariantCulture, out int given) && given > 0 ? given : 20;
List<(string Id, string Gold, string Pred, GradeOptions Options)> rows = [], hostile = [];
foreach (string line in File.ReadLines(args[0]))
{
    using JsonDocument document = JsonDocument.Parse(line);
    JsonElement row = document.RootElement;
    GradeOptions options = new() { AllowSetRelation = row.TryGetProperty("allow_set_relation", out JsonElement allowed) && allowed.ValueKind == JsonValueKind.True, Choices = row.TryGetProperty("options", out JsonElement letters) ? [.. letters.EnumerateArray().Select(l => l.GetString()!)] : [] };
    (row.GetProperty("kind").GetString() == "hostile" ? hostile : rows).Add((row.GetProperty("id").GetString()!, row.GetProperty("gold").GetString()!, row.GetProperty("pred").GetString()!, options));
}
// Tiered compilation replaces hot methods in the background: the first rounds only warm it up.
for (int i = 0; i < 5; i++)
    foreach (var row in rows) AnswerEquality.GradeOutput(row.Gold, row.Pred, row.Options);

// A quarter of the rounds is faster than the lower quartile: what other programs on the machine take is not the checker's.
double[][] times = [.. rows.Select(_ => new double[rounds])];
Stopwatch whole = Stopwatch.StartNew();
for (int round = 0; round < rounds; round++)
{
    for (int i = 0; i < rows.Count; i++)
    {
        long start = Stopwatch.GetTimestamp();
        AnswerEquality.GradeOutput(rows[i].Gold, rows[i].Pred, rows[i].Options);
        times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
    }
}
double wall = rows.Count * rounds / whole.Elapsed.TotalSeconds;
foreach (double[] row in times) Array.Sort(row);
double[] quartile = [.. times.Select(t => t[rounds / 4]).Order()];
double[] all = [.. times.SelectMany(t => t).Order()];
double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows, {rounds} rounds"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"as measured      {wall:F0} comparisons a second; p50 {At(all, 0.5):F1} µs, p99 {At(all, 0.99):F1} µs, slowest {all[^1]:F0} µs"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lower quartiles  {1e6 * rows.Count / quartile.Sum():F0} comparisons a second; p50 {At(quartile, 0.5):F1} µs, p99 {At(quartile, 0.99):F1} µs, slowest {quartile[^1]:F0} µs"));
foreach (var slow in rows.Zip(times).OrderByDescending(r => r.Second[rounds / 4]).Take(12))
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {slow.Second[rounds / 4],8:F0} µs  {slow.First.Id}"));
if (hostile.Count > 0)
{
    // Each three times, since the first run of a rare path is compiled on the way; the fastest counts, and the most memory.
    var worst = hostile.Select(row => Enumerable.Range(0, 3).Select(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        AnswerVerdict verdict = AnswerEquality.GradeOutput(row.Gold, row.Pred, row.Options);
        return (row.Id, verdict.Rule, Milliseconds: Stopwatch.GetElapsedTime(start).TotalMilliseconds, Bytes: GC.GetAllocatedBytesForCurrentThread() - before);
    }).ToArray()).ToArray();
    var slowest = worst.Select(w => w.MinBy(r => r.Milliseconds)).MaxBy(r => r.Milliseconds);
    var largest = worst.Select(w => w.MaxBy(r => r.Bytes)).MaxBy(r => r.Bytes);
    int walls = worst.Count(w => w.Any(r => r.Rule == AnswerRule.WallLimit));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{hostile.Count} hostile rows  slowest {slowest.Milliseconds:F2} ms ({slowest.Id}), most memory {largest.Bytes / 1048576.0:F2} MB ({largest.Id}), wall limit hit {walls} times"));
}
return 0;
