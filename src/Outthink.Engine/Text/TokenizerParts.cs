namespace Outthink.Engine.Text;

/// <summary>What every source of a tokeniser comes down to.</summary>
sealed record TokenizerParts
{
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>What is done to a text first.</summary>
    public required TextForm Form { get; init; }

    /// <summary>What cuts it into words.</summary>
    public required PreTokenizer PreTokenizer { get; init; }

    /// <summary>What turns a word into ids.</summary>
    public required WordEncoder Words { get; init; }

    public required SpecialRoles Roles { get; init; }
}
