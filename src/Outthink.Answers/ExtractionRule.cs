namespace Outthink.Answers;

/// <summary>What marked a span of text as the final answer, strongest first.</summary>
public enum ExtractionRule
{
    /// <summary>A complete <c>\boxed{…}</c>, <c>\fbox{…}</c> or <c>\framebox{…}</c>.</summary>
    Box,

    /// <summary>A box that was opened and never closed; taken to the end of its line.</summary>
    UnclosedBox,

    /// <summary>A final-answer phrase ("Final answer: …").</summary>
    FinalPhrase,

    /// <summary>An <c>&lt;answer&gt;</c> tag.</summary>
    Tag,

    /// <summary>A line opened by <c>####</c>.</summary>
    Hashes,

    /// <summary>An answer phrase ("the answer is …", "answer: …").</summary>
    Phrase,

    /// <summary>The letter of a choice.</summary>
    Choice,

    /// <summary>The last display formula.</summary>
    DisplayMath,

    /// <summary>The last inline formula.</summary>
    InlineMath,

    /// <summary>The last number of the text.</summary>
    LastNumber,

    /// <summary>The text is an answer and nothing else.</summary>
    Whole,
}
