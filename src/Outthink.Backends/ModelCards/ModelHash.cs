using System.Security.Cryptography;
using System.Text;

namespace Outthink.Backends.ModelCards;

/// <summary>What identifies a model by content, not by name. Hashes are SHA-256 in small hexadecimal letters.</summary>
public static class ModelHash
{
    /// <summary>The weights file, read whole.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string OfWeights(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        using FileStream weights = File.OpenRead(card.File);
        return Convert.ToHexStringLower(SHA256.HashData(weights));
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
        return OfText(string.Join('\0', read));
    }

    /// <summary>Weights and card in one: what a profile belongs to.</summary>
    /// <inheritdoc cref="OfWeights"/>
    public static string Of(ModelCard card) => OfText(OfWeights(card) + OfCard(card));

    private static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
