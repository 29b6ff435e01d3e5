using System.Buffers.Text;
using Outthink.Engine.Text.PreTokenizers;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Reads a file of tiktoken ranks as Llama 3 ships it: on each line a token's bytes in base64 and its rank, which is its id.</summary>
static class TiktokenRanks
{
    /// <summary>How many tokens Llama 3's file ranks.</summary>
    public const int Llama3Count = 128_000;

    const int Reserved = 256;

    /// <exception cref="ModelFileException">A line is not readable or a byte has no token.</exception>
    public static TokenizerParts Read(string file, ReadOnlySpan<byte> bytes, FolderConfig config)
    {
        var builder = new VocabularyBuilder(file);
        var at = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = bytes[range].TrimEnd((byte)'\r');
            at = range.Start.GetOffset(bytes.Length);
            if (!line.IsEmpty)
                ReadLine(file, line, at, builder);
        }
        var count = builder.Count;
        if (config.AddedTokens.IsEmpty)
        {
            foreach (var (index, name) in Names().Index())
                builder.Add(count + index, name, TokenKind.Control);
        }
        foreach (var token in config.AddedTokens)
            builder.AddAdded(token);
        var vocabulary = builder.Build(TokenSpelling.Bytes);
        return new()
        {
            Vocabulary = vocabulary,
            Form = new(),
            PreTokenizer = new Llama3Rules(digits: 3),
            Words = new ByteWords(vocabulary, MergeRules.FromRanks(vocabulary, [.. Enumerable.Range(0, vocabulary.Count)]), vocabulary.ByteIds(unknown: null), takesWholeWords: true),
            Roles = new FolderSpecials("<|begin_of_text|>", "<|end_of_text|>", AddBos: true).With(config, vocabulary),
        };
    }

    static void ReadLine(string file, ReadOnlySpan<byte> line, int at, VocabularyBuilder builder)
    {
        var space = line.IndexOf((byte)' ');
        var token = new byte[Math.Max(0, space)];
        if (space <= 0 || Base64.DecodeFromUtf8(line[..space], token, out _, out var length) != System.Buffers.OperationStatus.Done
            || !Utf8Parser.TryParse(line[(space + 1)..], out int rank, out var read) || read != line.Length - space - 1 || rank < 0 || length == 0)
            throw new ModelFileException(file, "this line is not a token in base64 and its rank; the file is damaged or no tiktoken file, fetch it again", offset: at);
        builder.Add(rank, ByteAlphabet.Write(token.AsSpan(0, length)), TokenKind.Normal);
    }

    /// <summary>The names of Llama 3.1's control tokens, in the order of their ids.</summary>
    static IEnumerable<string> Names()
    {
        string[] first = ["<|begin_of_text|>", "<|end_of_text|>", "<|reserved_special_token_0|>", "<|reserved_special_token_1|>", "<|finetune_right_pad_id|>",
            "<|reserved_special_token_2|>", "<|start_header_id|>", "<|end_header_id|>", "<|eom_id|>", "<|eot_id|>", "<|python_tag|>"];
        return first.Concat(Enumerable.Range(3, Reserved - first.Length).Select(i => $"<|reserved_special_token_{i}|>"));
    }
}
