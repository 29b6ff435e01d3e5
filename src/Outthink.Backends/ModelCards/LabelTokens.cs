namespace Outthink.Backends.ModelCards;

/// <summary>The two tokens between which a labelling reward model chooses, as the vocabulary spells them.</summary>
public sealed record LabelTokens(string Good, string Bad);
