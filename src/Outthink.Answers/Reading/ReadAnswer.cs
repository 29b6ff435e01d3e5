using Outthink.Answers.Values;

namespace Outthink.Answers.Reading;

/// <summary>An answer as read: its cleaned text and, once asked for, its value.</summary>
internal sealed class ReadAnswer(string text)
{
    volatile bool _isRead;
    Term? _term;

    /// <summary>The answer as written.</summary>
    public string Text { get; } = text;

    /// <summary>Its cleaned text.</summary>
    public string Plain { get; } = AnswerText.Clean(text);

    /// <summary>Its value, or null when it could not be read.</summary>
    public Term? Term
    {
        get
        {
            if (_isRead) return _term;
            _term = AnswerReader.TermOf(Plain);
            _isRead = true;
            return _term;
        }
    }
}
