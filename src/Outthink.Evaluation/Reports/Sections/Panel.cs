using System.Collections.Immutable;
using System.Globalization;
using Outthink.Planning;

namespace Outthink.Evaluation.Reports.Sections;

/// <summary>What is drawn together: a policy alone and with one reward model, on the same problems.</summary>
internal sealed record Panel
{
    static readonly string[] Strategies = ["cot", "majority", "best-of-n", "beam", "dvts", "auto"];

    public required string Policy { get; init; }

    /// <summary>Null where no row asks one.</summary>
    public required string? Prm { get; init; }

    public required ImmutableArray<StudiedRow> Rows { get; init; }

    public required ImmutableArray<SearchLine> Lines { get; init; }

    public string Name => Prm is null ? Policy : $"{Policy} with {Prm}";

    /// <summary>One a policy and reward model, in the order of the rows.</summary>
    public static ImmutableArray<Panel> All(ImmutableArray<StudiedRow> rows) =>
    [
        .. from policy in rows.GroupBy(r => r.Plan.Policy)
           from prm in policy.Select(r => r.Plan.Prm).OfType<string>().Distinct().Cast<string?>().DefaultIfEmpty()
           select Of(policy.Key, prm, [.. policy.Where(r => r.Plan.Prm is null || r.Plan.Prm == prm)]),
    ];

    /// <summary>The panel on the problems of one difficulty; null when there are none.</summary>
    public Panel? Of(Difficulty difficulty)
    {
        ImmutableArray<StudiedRow> rows = [.. Rows.Select(r => r.Of(difficulty)).OfType<StudiedRow>()];
        return rows.IsEmpty ? null : Of(Policy, Prm, rows);
    }

    static Panel Of(string policy, string? prm, ImmutableArray<StudiedRow> rows)
    {
        int spare = Strategies.Length;
        HashSet<int> used = [];
        ImmutableArray<SearchLine>.Builder lines = ImmutableArray.CreateBuilder<SearchLine>();
        foreach (var line in rows.GroupBy(row => NameOf(row, rows)))
        {
            int own = Array.IndexOf(Strategies, line.First().Plan.Strategy.Name);
            lines.Add(SearchLine.Of(line.Key, own >= 0 && used.Add(own) ? own : spare++, line));
        }
        return new() { Policy = policy, Prm = prm, Rows = rows, Lines = lines.ToImmutable() };
    }

    /// <summary>The strategy with what differs among the rows of the same strategy, N aside.</summary>
    static string NameOf(StudiedRow row, ImmutableArray<StudiedRow> rows)
    {
        StudiedRow[] alike = [.. rows.Where(r => r.Plan.Strategy.Name == row.Plan.Strategy.Name)];
        List<string> parts = [row.Plan.Strategy.Name];
        Add(r => r.Plan.Selection?.ToString().ToLowerInvariant() ?? "");
        Add(r => r.Plan.Aggregation?.ToString().ToLowerInvariant() ?? "");
        Add(r => r.Plan.BeamWidth is { } m ? m == r.Plan.Samples && m != new SearchOptions().BeamWidth ? "M=N" : $"M={m}" : "");
        Add(r => string.Create(CultureInfo.InvariantCulture, $"T={r.Plan.Temperature}"));
        Add(r => r.Plan.Options.Thrift is null ? "" : "thrift");
        Add(r => $"seed {r.Plan.Options.Seed}");
        return string.Join(' ', parts);

        void Add(Func<StudiedRow, string> part)
        {
            if (part(row) is { Length: > 0 } text && alike.Select(part).Distinct().Skip(1).Any()) parts.Add(text);
        }
    }
}
