namespace Outthink.Answers;

/// <summary>The final answer of a model output and where it stood.</summary>
/// <param name="Text">The answer as written, without the box or phrase around it.</param>
/// <param name="Start">Index in the output of the first character of the span.</param>
/// <param name="Length">Length of the span in characters; several joined boxes span all of them.</param>
/// <param name="Rule">What marked the answer as final.</param>
public sealed record Extraction(string Text, int Start, int Length, ExtractionRule Rule);
