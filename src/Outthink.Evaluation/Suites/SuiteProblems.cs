namespace Outthink.Evaluation.Suites;

/// <summary>Collects what is wrong with a suite's file, place by place, and the good items meanwhile.</summary>
/// <param name="name">The file's name.</param>
/// <param name="place">What the places are called: lines or rows, numbered from 1.</param>
internal sealed class SuiteProblems(string name, string place)
{
    readonly FileFaults faults = new(name, place);
    readonly List<SuiteItem> items = [];
    readonly Dictionary<string, int> placeOfId = new(StringComparer.Ordinal);

    public int ItemCount => items.Count;

    public int Count => faults.Count;

    public void Add(int number, string problem) => faults.Add(number, problem);

    /// <summary>Takes an item, unless its id was there before.</summary>
    public void Take(int number, SuiteItem item)
    {
        if (placeOfId.TryAdd(item.Id, number)) items.Add(item);
        else Add(number, $"field \"id\": \"{item.Id}\" is already the id of {place} {placeOfId[item.Id]}; ids must differ");
    }

    /// <exception cref="SuiteFormatException">Something is wrong, or there is no item: <paramref name="expected"/> says how one looks.</exception>
    public Suite ToSuite(string expected)
    {
        faults.ThrowIfAny();
        if (items.Count == 0) throw new SuiteFormatException($"{name}: no problems in this file; {expected}");
        return new Suite { Name = name, Items = [.. items] };
    }
}
