namespace Outthink.Engine.Text.Sources;

/// <summary>A token added to a vocabulary after training. Special ones are control tokens, the others user-defined.</summary>
readonly record struct AddedToken(int Id, string Text, bool IsSpecial)
{
    /// <summary>Reads an entry of added_tokens or added_tokens_decoder, whose id may stand elsewhere.</summary>
    /// <exception cref="Weights.ModelFileException">It is not readable, or asks for a match that this engine does not do.</exception>
    public static AddedToken Read(JsonPart part, int id)
    {
        foreach (var flag in (string[])["single_word", "lstrip", "rstrip"])
        {
            if (part[flag].Flag() == true)
                throw part[flag].Fault($"asks for a match of '{part["content"].Text()}' that takes in or looks at the characters around it, which this engine does not do");
        }
        return new(id, part["content"].Text(), part["special"].Flag() ?? false);
    }
}
