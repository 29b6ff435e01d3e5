using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli;

/// <summary>What a model is by content, as a run keeps it.</summary>
internal static class ModelContent
{
    /// <exception cref="IOException">The weights cannot be read.</exception>
    public static ModelIdentity Of(ModelCard card) => new()
    {
        Role = card.Role == ModelRole.Policy ? "policy" : "prm",
        Name = card.Name,
        File = Path.GetFileName(card.File),
        Sha256 = ModelHash.OfWeights(card),
        CardSha256 = ModelHash.OfCard(card),
        Parameters = card.Parameters,
    };
}
