using System.Text;
using Outthink.Engine.Conversion;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights.HuggingFace;

public sealed class FolderFuzzTests
{
    /// <summary>Damaged JSON beside sound weights: each file either opens or is refused with its path.</summary>
    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer_config.json")]
    [InlineData("model.safetensors.index.json")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void Mutated_files_open_or_are_refused(string name)
    {
        using var sample = new SampleFolder("llama").Write(2);
        if (name is "vocab.json" or "merges.txt")
            sample.WithVocabularyFiles();
        var original = File.ReadAllBytes(sample.PathOf(name));
        var mutation = new FileMutation(original, original.Length, seed: 24);
        var random = new Random(25);
        for (var i = 0; i < 300; i++)
        {
            var bytes = i % 2 == 0 || name == "merges.txt" ? mutation.Next() : Edit(original, random);
            File.WriteAllBytes(sample.PathOf(name), bytes);
            try
            {
                using var file = ModelFile.Open(sample.Folder);
                Assert.NotEmpty(file.Tensors);
                Assert.NotEmpty(TokenizerKeys.Read(sample.Folder));
            }
            catch (ModelFileException e)
            {
                Assert.StartsWith(sample.Folder, e.Message, StringComparison.Ordinal);
            }
            catch (Exception e)
            {
                Assert.Fail($"Mutation {i}: {e}\n{Encoding.UTF8.GetString(bytes)[..Math.Min(bytes.Length, 2000)]}");
            }
        }
    }

    /// <summary>Replaces a number or a word and leaves the rest JSON.</summary>
    static byte[] Edit(byte[] original, Random random)
    {
        string[] values = ["0", "-1", "1e99", "null", "[]", "{}", "\"x\"", "\"\\ud800\"", "true", "2147483648", "0.5"];
        var text = Encoding.UTF8.GetString(original);
        var places = Enumerable.Range(0, text.Length - 1).Where(i => text[i] == ':' && text[i + 1] is not (':' or '"') or '"').ToList();
        var at = places[random.Next(places.Count)] + 1;
        var end = text.IndexOfAny([',', '}', ']'], at);
        return Encoding.UTF8.GetBytes(end < 0 ? text : text[..at] + values[random.Next(values.Length)] + text[end..]);
    }
}
