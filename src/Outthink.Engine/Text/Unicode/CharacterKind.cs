namespace Outthink.Engine.Text.Unicode;

/// <summary>What the rules that cut texts ask of a character. Each has at most one kind; flags make sets of kinds.</summary>
[Flags]
enum CharacterKind : byte
{
    /// <summary>Controls, private and unassigned characters.</summary>
    None = 0,

    /// <summary>White space, \s.</summary>
    Space = 1,

    /// <summary>\p{Lu} and \p{Lt}</summary>
    UpperLetter = 2,

    /// <summary>\p{Ll}</summary>
    LowerLetter = 4,

    /// <summary>Letters without case, \p{Lm} and \p{Lo}.</summary>
    OtherLetter = 8,

    /// <summary>\p{M}</summary>
    Mark = 16,

    /// <summary>\p{N}</summary>
    Number = 32,

    /// <summary>\p{P}</summary>
    Punctuation = 64,

    /// <summary>\p{S}</summary>
    Symbol = 128,

    /// <summary>\p{L}</summary>
    Letter = UpperLetter | LowerLetter | OtherLetter,

    /// <summary>What is not [^\s\p{L}\p{N}].</summary>
    SpaceLetterNumber = Space | Letter | Number,
}
