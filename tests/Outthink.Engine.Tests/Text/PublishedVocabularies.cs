using System.Collections.Concurrent;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Text;

/// <summary>The tokenisers of the test data, each loaded once.</summary>
static class PublishedVocabularies
{
    static readonly ConcurrentDictionary<string, Lazy<Tokenizer>> Loaded = [];

    /// <summary>The tokeniser of a folder of the test data; skips the test where there is no data.</summary>
    public static Tokenizer Load(string name)
    {
        var cases = TestData.File("tokenizers", name, "cases.inp");
        return Loaded.GetOrAdd(name, _ => new(() => Open(Path.GetDirectoryName(cases)!))).Value;
    }

    static Tokenizer Open(string folder)
    {
        var path = Path.Combine(folder, "vocab.gguf");
        if (!File.Exists(path))
            return Tokenizer.FromFolder(folder);
        using var file = GgufFile.Open(path);
        return Tokenizer.FromGguf(file);
    }
}
