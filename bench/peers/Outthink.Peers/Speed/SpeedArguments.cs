using System.Collections.Immutable;
using Outthink.Engine.Measuring;

namespace Outthink.Peers.Speed;

/// <summary>What <c>outthink-peers speed</c> is asked for.</summary>
sealed record SpeedArguments
{
    /// <summary>The whole search's row; the others are <see cref="SpeedRow.All"/>.</summary>
    public const string Beam = "beam";

    public static readonly string Usage = $"""
        Holds our engine's speed against llama.cpp's on the same files, alternating, and prints medians with their ratio.
        llama-batched-bench and llama-server come from LLAMA_CPP_BIN (a folder) or PATH; they are never built or downloaded.

        outthink-peers speed [--rows ID,ID…] [--repeats R] [--threads T] [--like SHAPE] [--layers n] [--files FOLDER]
                             [--markdown FILE] [--json FILE] [--search-steps K] [--search-repeats R]

          --rows          rows of the table: {string.Join(", ", SpeedRow.All.Select(r => r.Id))}, {Beam} (default: all)
          --repeats       runs of each side (default: 5)
          --threads       threads of each side (default: 2)
          --like          shape of the model (default: qwen2.5-0.5b): {string.Join(", ", ModelShape.All.Select(s => s.Name))}
          --layers        layers instead of the shape's own, for a quick look
          --files         folder for the files of random weights; those that are there are used (default: artifacts/peers)
          --markdown      puts the table between the marker lines of FILE
          --json          writes the figures to FILE
          --search-steps  steps of the beam search instead of 12, for a quick look
          --search-repeats  runs of the beam search, which takes minutes, where fewer than of the rest (default: as many)

        Exit 0: measured; 1: a side failed; 2: a program is missing or the arguments are wrong.
        """;

    public ImmutableArray<string> Rows { get; private init; } = [.. SpeedRow.All.Select(r => r.Id), Beam];
    public int Repeats { get; private init; } = 5;
    public int Threads { get; private init; } = 2;
    public ModelShape Shape { get; private init; } = ModelShape.All.Single(s => s.Name == "qwen2.5-0.5b");
    public string Files { get; private init; } = Path.Combine("artifacts", "peers");
    public string? Markdown { get; private init; }
    public string? Json { get; private init; }
    public int SearchSteps { get; private init; } = 12;
    public int SearchRepeats { get; private init; } = int.MaxValue;

    /// <summary>Null when the arguments cannot be understood.</summary>
    public static SpeedArguments? Parse(ReadOnlySpan<string> args)
    {
        var parsed = new SpeedArguments();
        var layers = 0;
        for (; args.Length >= 2; args = args[2..])
        {
            var value = args[1];
            var known = args[0] switch
            {
                "--rows" when value.Split(',') is var ids && ids.All(parsed.Rows.Contains) => parsed with { Rows = [.. ids] },
                "--repeats" when int.TryParse(value, out var repeats) && repeats > 0 => parsed with { Repeats = repeats },
                "--threads" when int.TryParse(value, out var threads) && threads is > 0 and <= 256 => parsed with { Threads = threads },
                "--like" when ModelShape.All.FirstOrDefault(s => s.Name == value) is { } shape => parsed with { Shape = shape },
                "--layers" when int.TryParse(value, out layers) && layers > 0 => parsed,
                "--files" => parsed with { Files = value },
                "--markdown" when File.Exists(value) => parsed with { Markdown = value },
                "--json" => parsed with { Json = value },
                "--search-steps" when int.TryParse(value, out var steps) && steps > 0 => parsed with { SearchSteps = steps },
                "--search-repeats" when int.TryParse(value, out var searches) && searches > 0 => parsed with { SearchRepeats = searches },
                _ => null,
            };
            if (known is null)
                return null;
            parsed = known;
        }
        if (layers > 0)
            parsed = parsed with { Shape = parsed.Shape with { Layers = layers } };
        return args.IsEmpty ? parsed : null;
    }
}
