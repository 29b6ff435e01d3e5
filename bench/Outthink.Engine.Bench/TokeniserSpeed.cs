using System.Diagnostics;
using System.Text;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Bench;

/// <summary>How fast tokenisers load and encode on one core, and what inputs that are one long word cost.</summary>
internal static class TokeniserSpeed
{
    const int Repeats = 5;
    const int LongBytes = 1 << 20;

    static readonly (string Name, string Text)[] LongWords =
    [
        ("a", new('a', LongBytes)), ("space", new(' ', LongBytes)), ("newline", new('\n', LongBytes)), ("digit", new('7', LongBytes)), ("<", new('<', LongBytes)), ("CJK", new('中', LongBytes / 3)),
    ];

    /// <summary>Measures each vocabulary, a GGUF file or a model folder, on a text of the caller's.</summary>
    public static void Run(string textFile, ReadOnlySpan<string> vocabularies)
    {
        var text = File.ReadAllText(textFile, Encoding.UTF8);
        var megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        Console.WriteLine($"{textFile}: {megabytes:F1} MB; processor time, best of {Repeats}; long words of 1 MiB in ms");
        Console.WriteLine($"{"load ms",8} {"first MB/s",10} {"MB/s",6} {string.Join(' ', LongWords.Select(w => $"{w.Name,8}"))}  vocabulary");
        foreach (var path in vocabularies)
        {
            Tokenizer? tokenizer = null;
            var load = Seconds(() => tokenizer = Load(path));
            var first = Seconds(() => tokenizer!.Encode(text, addSpecial: false, parseSpecial: false));
            var best = Enumerable.Range(0, Repeats).Min(_ => Seconds(() => tokenizer!.Encode(text, addSpecial: false, parseSpecial: false)));
            var words = LongWords.Select(w => Enumerable.Range(0, Repeats).Min(_ => Seconds(() => tokenizer!.Encode(w.Text, addSpecial: false, parseSpecial: true))));
            Console.WriteLine($"{load * 1e3,8:F0} {megabytes / first,10:F1} {megabytes / best,6:F1} {string.Join(' ', words.Select(s => $"{s * 1e3,8:F0}"))}  {path}");
        }
    }

    static Tokenizer Load(string path)
    {
        if (Directory.Exists(path))
            return Tokenizer.FromFolder(path);
        using var file = GgufFile.Open(path);
        return Tokenizer.FromGguf(file);
    }

    /// <summary>The process's own time, which neighbours do not lengthen.</summary>
    static double Seconds(Action work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        work();
        process.Refresh();
        return Math.Max((process.TotalProcessorTime - before).TotalSeconds, 1e-3);
    }
}
