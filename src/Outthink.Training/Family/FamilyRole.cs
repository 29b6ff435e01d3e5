namespace Outthink.Training.Family;

/// <summary>What a trained model is used as; each role has a card of its own.</summary>
/// <param name="Name">Name on the card.</param>
/// <param name="IsPrm">A reward model, otherwise a policy.</param>
/// <param name="IsDefault">Taken when none is named.</param>
/// <param name="IsControl">Trained for comparison only.</param>
internal sealed record FamilyRole(string Name, bool IsPrm, bool IsDefault = false, bool IsControl = false)
{
    internal string CardFile => Name + (IsPrm && IsControl ? ".prm.json" : ".json");
}
