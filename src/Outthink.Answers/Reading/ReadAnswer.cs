using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>An answer as read.</summary>
/// <param name="Plain">Its cleaned text.</param>
/// <param name="Term">Its value, or null when it could not be read.</param>
internal sealed record ReadAnswer(string Plain, Term? Term);
