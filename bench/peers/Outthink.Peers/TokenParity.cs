using Outthink.Engine.Text;

namespace Outthink.Peers;

/// <summary>How many texts both tokenisers were given, and the first on which they differ, shown as it is.</summary>
sealed record TokenParity(int Texts, int Different, string? First)
{
    public static async Task<TokenParity> MeasureAsync(Tokenizer tokenizer, LlamaServer peer, IEnumerable<string> texts, CancellationToken cancellationToken)
    {
        var (count, different, first) = (0, 0, default(string));
        foreach (var text in texts)
        {
            foreach (var (addSpecial, parseSpecial) in new[] { (false, false), (true, false), (true, true) })
            {
                var ours = tokenizer.Encode(text, addSpecial, parseSpecial);
                var theirs = await peer.TokenizeAsync(text, addSpecial, parseSpecial, cancellationToken);
                count++;
                if (ours.SequenceEqual(theirs))
                    continue;
                different++;
                first ??= $"{System.Text.Json.JsonSerializer.Serialize(text)} (special {addSpecial}, {parseSpecial}): ours {string.Join(' ', ours)}, llama.cpp {string.Join(' ', theirs)}";
            }
        }
        return new(count, different, first);
    }
}
