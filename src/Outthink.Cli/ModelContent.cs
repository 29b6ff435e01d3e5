using System.Security.Cryptography;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli;

/// <summary>What a model is by content: the hash of its weights, and of all that its card says about prompts, steps and scores.</summary>
internal static class ModelContent
{
    /// <exception cref="IOException">The weights cannot be read.</exception>
    public static ModelIdentity Of(ModelCard card)
    {
        using FileStream weights = File.OpenRead(card.File);
        string?[] read =
        [
            card.Prompt, card.StepDelimiter, card.ReadOut?.ToString(), card.StepLayout.ToString(),
            card.LabelTokens?.Good, card.LabelTokens?.Bad, card.Marker,
        ];
        return new()
        {
            Role = card.Role == ModelRole.Policy ? "policy" : "prm",
            Name = card.Name,
            File = Path.GetFileName(card.File),
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(weights)),
            CardSha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', read)))),
            Parameters = card.Parameters,
        };
    }
}
