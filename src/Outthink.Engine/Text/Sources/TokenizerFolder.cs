using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>Finds the tokeniser of a model folder.</summary>
static class TokenizerFolder
{
    /// <exception cref="ModelFileException">There is no tokeniser, a damaged one, or one of a kind that is not read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static TokenizerParts Read(string folder)
    {
        var config = FolderConfig.Read(folder);
        var path = Path.Combine(folder, "tokenizer.json");
        if (File.Exists(path))
        {
            using var json = JsonFile.Open(path);
            return TokenizerJson.Read(path, json.Root, config);
        }
        path = Path.Combine(folder, "tokenizer.model");
        if (File.Exists(path))
            return ReadModel(path, ModelFolderFile.Read(path), config);
        if (File.Exists(Path.Combine(folder, "vocab.json")) && File.Exists(Path.Combine(folder, "merges.txt")))
            return VocabularyFiles.Read(folder, config);
        throw new ModelFileException(folder, Directory.Exists(folder)
            ? "there is no tokeniser: neither tokenizer.json, nor tokenizer.model, nor vocab.json with merges.txt; fetch it beside the weights"
            : "there is no such folder");
    }

    /// <summary>Whether the tokeniser is a SentencePiece model, which begins with its first piece: field 1, a message.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool HasSentencePiece(string folder)
    {
        var path = Path.Combine(folder, "tokenizer.model");
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x0A;
    }

    static TokenizerParts ReadModel(string path, byte[] bytes, FolderConfig config)
    {
        if (bytes is [0x0A, ..])
            return SentencePieceFile.Read(path, bytes, config);
        var parts = TiktokenRanks.Read(path, bytes, config);
        var ranked = parts.Vocabulary.Count - Enumerable.Range(0, parts.Vocabulary.Count).Count(parts.Vocabulary.IsSpecial);
        return ranked == TiktokenRanks.Llama3Count
            ? parts
            : throw new ModelFileException(path, $"it ranks {ranked} tokens; this engine knows how texts are split for Llama 3's {TiktokenRanks.Llama3Count}. Fetch tokenizer.json, which says it");
    }
}
