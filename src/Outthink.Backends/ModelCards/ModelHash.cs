using System.Security.Cryptography;
using System.Text;

namespace Outthink.Backends.ModelCards;

/// <summary>What identifies a model by content: its weights file, and for a reward model also how it is read.</summary>
public static class ModelHash
{
    /// <summary>SHA-256 in hexadecimal small letters. Reads the whole file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(ModelCard card)
    {
        ArgumentNullException.ThrowIfNull(card);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (FileStream file = File.OpenRead(card.File)) hash.AppendData(SHA256.HashData(file));
        if (card.Role == ModelRole.Prm)
            hash.AppendData(Encoding.UTF8.GetBytes($"{card.ReadOut}|{card.StepLayout}|{card.LabelTokens?.Good}|{card.LabelTokens?.Bad}|{card.Marker}|{card.Prompt}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
