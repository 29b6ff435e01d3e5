namespace Outthink.Evaluation.Suites;

/// <summary>Collects what is wrong with a file, place by place.</summary>
/// <param name="name">The file's name.</param>
/// <param name="place">What the places are called: lines or rows, numbered from 1.</param>
internal sealed class FileFaults(string name, string place)
{
    /// <summary>Faults beyond these are counted, not listed.</summary>
    const int Listed = 10;

    readonly List<string> faults = [];

    public int Count => faults.Count;

    public void Add(int number, string fault) => faults.Add($"{place} {number}: {fault}");

    /// <exception cref="SuiteFormatException">There is a fault; the message lists the first ones.</exception>
    public void ThrowIfAny()
    {
        if (faults.Count == 0) return;
        string[] more = faults.Count > Listed ? [$"and {faults.Count - Listed} more"] : [];
        throw new SuiteFormatException(string.Join("\n  ", [$"{name}: {faults.Count} thing{(faults.Count == 1 ? "" : "s")} to mend in this file", .. faults.Take(Listed), .. more]));
    }
}
