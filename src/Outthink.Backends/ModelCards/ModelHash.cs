using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Outthink.Backends.ModelCards;

/// <summary>What identifies a model by content, not by name. Hashes are SHA-256 in small hexadecimal letters.</summary>
public static class ModelHash
{
    /// <summary>The weights file, read whole; of a folder, its files in the order of their names.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string OfWeights(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        if (Directory.Exists(card.File))
        {
            string[] files = [.. Directory.EnumerateFiles(card.File).Order(StringComparer.Ordinal)];
            return OfText(string.Join('\0', files.Select(file => $"{Path.GetFileName(file)}\0{OfFile(file)}")));
        }
        return OfFile(card.File);
    }

    /// <summary>All that the card says about prompts, steps and scores.</summary>
    public static string OfCard(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        string?[] read =
        [
            card.Prompt, card.StepDelimiter, card.ReadOut?.ToString(), card.StepLayout.ToString(),
            card.LabelTokens?.Good, card.LabelTokens?.Bad, card.Marker,
        ];
        string others = Extended(card) is { } more ? '\0' + JsonSerializer.Serialize(more, ModelCardJson.Default.ModelCard) : "";
        return OfText(string.Join('\0', read) + others);
    }

    /// <summary>Weights and card in one: what a profile belongs to.</summary>
    /// <inheritdoc cref="OfWeights"/>
    public static string Of(ModelCard card) => OfText(OfWeights(card) + OfCard(card));

    /// <summary>What else a card may say; null of a card that says none of it, whose hash is then what it was before there was any.</summary>
    private static ModelCard? Extended(ModelCard card) =>
        card is { Chat: null, Layout: null, Thinking: null, RequiredTokens.IsEmpty: true, StopTokens.IsEmpty: true }
            ? null
            : new() { Name = "", Role = card.Role, File = "", Chat = card.Chat, Layout = card.Layout, Thinking = card.Thinking, RequiredTokens = card.RequiredTokens, StopTokens = card.StopTokens };

    private static string OfFile(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
