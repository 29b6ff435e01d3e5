using FsCheck.Xunit;
using Outthink.Evaluation.Runs.Storage;
using Outthink.Evaluation.Tests.Runs.Storage;
using Outthink.Evaluation.Tuning;
using Outthink.Planning;

namespace Outthink.Evaluation.Tests.Tuning;

public sealed class TimingLogTests : IDisposable
{
    private static readonly RunConfiguration Configuration = StoredRun.Configure(StoredRun.Plan());

    private readonly string path = Path.Combine(Directory.CreateTempSubdirectory("outthink-timings-").FullName, "seconds.jsonl");

    private static Timing Cost { get; } = new() { Part = "b after a", Cost = new([1, 0.5, 0.25], [0.1, 1.0 / 3, 1e-9]), Seconds = 2, Joules = 30 };

    private static Timing Forecasts { get; } = new()
    {
        Part = "forecasts 0 after a",
        Forecasts = [new() { Tactic = new Tactic { Strategy = "dvts", Samples = 8, BeamWidth = 8 }, Seconds = 0.1, TookSeconds = 0.2, Tokens = 3, TookTokens = 4 }],
    };

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

    private TimingLog Open(string processor = "p") => TimingLog.Open(path, Configuration, StoredRun.Machine with { Processor = processor });

    private void Keep(params Timing[] timings)
    {
        using TimingLog log = Open();
        foreach (Timing timing in timings) log.Add(timing);
    }

    [Fact]
    public void What_was_timed_is_found_again()
    {
        Keep(Cost, Forecasts);

        using TimingLog again = Open();
        Assert.Equal(2, again.Count);
        Timing cost = again.Find(Cost.Part)!;
        Assert.Equal((Cost.Seconds, Cost.Joules), (cost.Seconds, cost.Joules));
        Assert.Equal(Cost.Cost!.SecondsPerToken, cost.Cost!.SecondsPerToken);
        Assert.Equal(Forecasts.Forecasts, again.Find(Forecasts.Part)!.Forecasts);
        Assert.Null(again.Find("c after a"));
    }

    [Fact]
    public void Another_machine_begins_anew()
    {
        Keep(Cost);

        using (TimingLog other = Open("another")) Assert.Equal(0, other.Count);
        using TimingLog back = Open();
        Assert.Equal(0, back.Count);
    }

    [Fact]
    public void A_file_in_use_says_what_to_do()
    {
        using TimingLog log = Open();
        Assert.Contains("--work", Assert.Throws<TuningException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 100)]
    public void Cut_anywhere_it_keeps_the_whole_lines_before_and_takes_new_ones(ushort cut)
    {
        Keep(Cost, Forecasts);
        byte[] whole = File.ReadAllBytes(path);
        int left = cut % (whole.Length + 1);
        File.WriteAllBytes(path, whole[..left]);
        int lines = whole[..left].Count(b => b == '\n');

        using (TimingLog log = Open())
        {
            Assert.Equal(Math.Max(0, lines - 1), log.Count);
            foreach (Timing missing in new[] { Cost, Forecasts }.Where(t => log.Find(t.Part) is null)) log.Add(missing);
        }
        Assert.Equal(whole, File.ReadAllBytes(path));
        File.Delete(path);
    }

    [Property(MaxTest = 300)]
    public void Damaged_anywhere_it_opens_and_holds_whole_entries_only(ushort place, byte value)
    {
        Keep(Cost, Forecasts);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[place % bytes.Length] = value;
        File.WriteAllBytes(path, bytes);

        using (TimingLog log = Open())
        {
            Assert.InRange(log.Count, 0, 2);
            if (log.Find(Cost.Part) is { Cost: { } cost }) Assert.Equal((3, 3), (cost.Shares.Length, cost.SecondsPerToken.Length));
        }
        File.Delete(path);
    }
}
