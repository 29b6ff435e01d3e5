using Outthink.Answers.Reading;

namespace Outthink.Answers.Comparison;

/// <summary>The key of an answer under <see cref="AnswerEquality.Same"/>.</summary>
/// <param name="Key">Equal keys, the same answer.</param>
/// <param name="Read">The answer as read.</param>
/// <param name="Decided">False when the key is only the answer's text: unreadable, or too much work.</param>
internal sealed record AnswerKey(string Key, ReadAnswer Read, bool Decided)
{
    public static AnswerKey Of(string answer)
    {
        ReadAnswer read = AnswerReader.Read(answer);
        Work work = new();
        if (read.Term is null || !CanonicalKey.IsDefined(read.Term)) return new AnswerKey("text " + read.Plain, read, Decided: false);
        string key = CanonicalKey.Of(PlusMinusExpansion.Of(read.Term), work);
        return work.Spent ? new AnswerKey("text " + read.Plain, read, Decided: false) : new AnswerKey(key, read, Decided: true);
    }

    public bool IsRational => Key[0] == 'm';

    public bool IsSampled => Key[0] == 'v';

    /// <summary>Whether two answers are the same; a rational function and one with roots or the like are compared at the test points.</summary>
    public bool Same(AnswerKey other)
    {
        if (Key == other.Key) return true;
        if (!(IsRational && other.IsSampled) && !(IsSampled && other.IsRational)) return false;
        AnswerKey rational = IsRational ? this : other, sampled = IsRational ? other : this;
        return CanonicalKey.AtPoints(rational.Read.Term!, new Work()) == sampled.Key;
    }
}
