using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Runs.Storage;

/// <summary>Everything a run's results depend on: only a run of the same configuration is gone on with.</summary>
public sealed record RunConfiguration
{
    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>The suite's name; of a file without its folder.</summary>
    public required string Suite { get; init; }

    public required int Problems { get; init; }

    /// <summary>SHA-256 of the problems, whatever file they came in.</summary>
    public required string SuiteSha256 { get; init; }

    /// <summary>The suite's seed, decimal.</summary>
    public required string Seed { get; init; }

    public required ImmutableArray<ModelIdentity> Models { get; init; }

    public required ImmutableArray<RowConfiguration> Rows { get; init; }

    /// <summary>How each policy's difficulty samples are drawn, in the order of the policies; empty when they are not.</summary>
    public required ImmutableArray<RowConfiguration> Estimates { get; init; }

    /// <param name="suite">The problems.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="difficulty">The run's <see cref="EvaluationRun.DifficultyOptions"/>.</param>
    /// <param name="seed">The suite's seed.</param>
    /// <param name="version">The program's version.</param>
    /// <param name="models">Every model that the rows name.</param>
    public static RunConfiguration Of(Suite suite, ImmutableArray<RowPlan> rows, SearchOptions? difficulty, ulong seed, string version, IEnumerable<ModelIdentity> models)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return new()
        {
            Version = version,
            Suite = Path.GetFileName(suite.Name),
            Problems = suite.Items.Length,
            SuiteSha256 = SuiteDigest.Of(suite),
            Seed = seed.ToString(CultureInfo.InvariantCulture),
            Models = [.. models],
            Rows = [.. rows.Select(RowConfiguration.Of)],
            Estimates = [.. EvaluationRun.EstimatePlans(rows, difficulty).Select(RowConfiguration.Of)],
        };
    }

    /// <summary>What differs, member by member: "rows[2].n: 16 in the file, 32 now".</summary>
    public ImmutableArray<string> DifferencesTo(RunConfiguration now)
    {
        ArgumentNullException.ThrowIfNull(now);
        Dictionary<string, string> here = Members(this), there = Members(now);
        return
        [
            .. here.Keys.Union(there.Keys)
                .Where(name => here.GetValueOrDefault(name) != there.GetValueOrDefault(name))
                .Select(name => $"{name}: {here.GetValueOrDefault(name, "nothing")} in the file, {there.GetValueOrDefault(name, "nothing")} now"),
        ];
    }

    internal string ToJson() => JsonSerializer.Serialize(this, RunJson.Default.RunConfiguration);

    /// <exception cref="RunFileException">The text is no configuration.</exception>
    internal static RunConfiguration Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RunJson.Default.RunConfiguration) ?? throw new RunFileException("The run's configuration is the JSON value null.");
        }
        catch (JsonException fault)
        {
            throw new RunFileException($"The run's configuration cannot be read: {fault.Message}", fault);
        }
    }

    static Dictionary<string, string> Members(RunConfiguration configuration)
    {
        Dictionary<string, string> members = [];
        Flatten("", JsonSerializer.SerializeToElement(configuration, RunJson.Default.RunConfiguration));
        return members;

        void Flatten(string path, JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (JsonProperty member in element.EnumerateObject()) Flatten(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value);
                    break;
                case JsonValueKind.Array:
                    int index = 0;
                    foreach (JsonElement item in element.EnumerateArray()) Flatten($"{path}[{index++}]", item);
                    break;
                default:
                    members.Add(path, element.ToString() is { Length: > 0 } text ? text : "none");
                    break;
            }
        }
    }
}
