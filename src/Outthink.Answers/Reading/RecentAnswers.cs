namespace Outthink.Answers.Reading;

/// <summary>
/// The answers that a thread read last. A comparison looks at each side several times, and one reference meets many answers.
/// It holds only what reading would give again, so no verdict depends on it.
/// </summary>
internal static class RecentAnswers
{
    const int Places = 64;
    const int LongestKept = 1024;

    [ThreadStatic]
    static ReadAnswer?[]? _places;

    public static ReadAnswer Of(string text)
    {
        if (text.Length is 0 or > LongestKept) return new ReadAnswer(text);
        ReadAnswer?[] places = _places ??= new ReadAnswer?[Places];
        ref ReadAnswer? place = ref places[text.GetHashCode(StringComparison.Ordinal) & (Places - 1)];
        if (place is null || place.Text != text) place = new ReadAnswer(text);
        return place;
    }
}
