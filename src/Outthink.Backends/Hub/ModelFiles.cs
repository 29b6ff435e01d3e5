using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Outthink.Backends.Hub;

/// <summary>The files of a repository that make up one model: a GGUF file with its further shards, or a safetensors folder.</summary>
internal sealed partial record ModelFiles
{
    /// <summary>Taken when a repository holds several GGUF files and none is named: close to the original, and small ones next.</summary>
    public static readonly ImmutableArray<string> Preferred = ["Q8_0", "Q4_K_M"];

    private const string SafetensorsPart = "safetensors";

    private static readonly string[] BesideWeights =
    [
        "config.json", "generation_config.json", "model.safetensors.index.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json",
        "vocab.json", "merges.txt", "special_tokens_map.json", "added_tokens.json", "chat_template.jinja", "chat_template.json",
    ];

    /// <summary>In the order in which they are fetched.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>The file that is opened; null for a folder.</summary>
    public required string? Entry { get; init; }

    /// <summary>Whether every shard that a name counts is there.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Every model of a repository: its GGUF files by name, then its safetensors.</summary>
    public static ImmutableArray<ModelFiles> All(IReadOnlyCollection<string> names) =>
        Safetensors(names) is { } folder ? [.. Ggufs(names), folder] : [.. Ggufs(names)];

    /// <summary>Chooses by a file's name, a quantisation, the word <c>safetensors</c>, or by preference.</summary>
    /// <param name="names">The repository's files.</param>
    /// <param name="part">What is asked for, or null.</param>
    /// <param name="chosen">The files.</param>
    /// <param name="problem">Why nothing is chosen, and what there is.</param>
    public static bool TryChoose(IReadOnlyCollection<string> names, string? part, [NotNullWhen(true)] out ModelFiles? chosen, [NotNullWhen(false)] out string? problem)
    {
        ModelFiles[] ggufs = [.. Ggufs(names)];
        chosen = part is null ? ByPreference(names, ggufs) : ByName(names, ggufs, part) ?? ByQuantisation(names, ggufs, part);
        problem = chosen is not null ? null : (part, ggufs) switch
        {
            (null, []) => $"it holds neither GGUF nor safetensors weights, but: {List(names)}",
            (null, _) => $"it holds several GGUF files; name one, or its quantisation, behind a colon: {List(ggufs.Select(g => g.Entry!))}",
            _ when ggufs.Count(g => Names(g, part)) > 1 => $"'{part}' fits several files; name one of them: {List(ggufs.Where(g => Names(g, part)).Select(g => g.Entry!))}",
            _ => $"nothing there is called '{part}'; it holds: {List(ggufs.Length > 0 ? ggufs.Select(g => g.Entry!) : names)}",
        };
        return chosen is not null;
    }

    private static ModelFiles? ByPreference(IReadOnlyCollection<string> names, ModelFiles[] ggufs) =>
        ggufs is [var only] ? only
        : Preferred.Select(quantisation => Single(ggufs, quantisation)).FirstOrDefault(g => g is not null) ?? Safetensors(names);

    private static ModelFiles? ByName(IReadOnlyCollection<string> names, ModelFiles[] ggufs, string part)
    {
        string[] alike = [.. names.Where(n => n.Equals(part, StringComparison.OrdinalIgnoreCase))];
        string? file = alike is [var only] ? only : alike.FirstOrDefault(n => n == part);
        return file is null ? null : ggufs.FirstOrDefault(g => g.Files.Contains(file)) ?? new ModelFiles { Files = [file], Entry = file };
    }

    private static ModelFiles? ByQuantisation(IReadOnlyCollection<string> names, ModelFiles[] ggufs, string part) =>
        part.Equals(SafetensorsPart, StringComparison.OrdinalIgnoreCase) ? Safetensors(names) : Single(ggufs, part);

    private static ModelFiles? Single(ModelFiles[] ggufs, string quantisation) => ggufs.Where(g => Names(g, quantisation)).Take(2).ToArray() is [var only] ? only : null;

    /// <summary>Whether the quantisation stands in the file's name as a word of its own: Q4_K is not in Q4_K_M.</summary>
    private static bool Names(ModelFiles gguf, string quantisation)
    {
        string stem = Shard().Match(gguf.Entry!) is { Success: true } shard ? shard.Groups["stem"].Value : gguf.Entry![..^".gguf".Length];
        string name = stem[(stem.LastIndexOf('/') + 1)..];
        for (int at = 0; (at = name.IndexOf(quantisation, at, StringComparison.OrdinalIgnoreCase)) >= 0; at++)
        {
            int end = at + quantisation.Length;
            bool begins = at == 0 || name[at - 1] is '-' or '.', ends = end == name.Length || name[end] is '-' or '.';
            if (begins && ends) return true;
        }
        return false;
    }

    private static IEnumerable<ModelFiles> Ggufs(IReadOnlyCollection<string> names) => names
        .Where(n => n.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) && !IsCompanion(n[(n.LastIndexOf('/') + 1)..]))
        .GroupBy(n => Shard().Match(n) is { Success: true } shard ? $"{shard.Groups["stem"].Value}-of-{shard.Groups["count"].Value}" : n)
        .Select(group =>
        {
            string[] files = [.. group.Order(StringComparer.Ordinal)];
            return new ModelFiles { Files = [.. files], Entry = files[0], IsComplete = HasAll(files, Shard()) };
        })
        .OrderBy(g => g.Entry, StringComparer.Ordinal);

    /// <summary>Projectors of pictures and importance matrices are GGUF files and no models.</summary>
    private static bool IsCompanion(string name) => name.Contains("mmproj", StringComparison.OrdinalIgnoreCase) || name.Contains("imatrix", StringComparison.OrdinalIgnoreCase);

    private static ModelFiles? Safetensors(IReadOnlyCollection<string> names)
    {
        string[] roots = [.. names.Where(n => !n.Contains('/', StringComparison.Ordinal))];
        string[] shards = [.. roots.Where(n => TensorShard().IsMatch(n)).Order(StringComparer.Ordinal)];
        string[] weights = shards.Length > 0 && !roots.Contains("model.safetensors") ? shards : [.. roots.Where(n => n == "model.safetensors")];
        if (weights.Length == 0 || !roots.Contains("config.json")) return null;
        return new ModelFiles { Files = [.. BesideWeights.Where(roots.Contains), .. weights], Entry = null, IsComplete = HasAll(weights, TensorShard()) };
    }

    private static bool HasAll(string[] files, Regex shard) =>
        shard.Match(files[0]) is not { Success: true } first || (int.TryParse(first.Groups["count"].Value, out int count) && files.Length == count);

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        return all.Length == 0 ? "nothing" : string.Join(", ", all.Take(40)) + (all.Length > 40 ? $" and {all.Length - 40} more" : "");
    }

    [GeneratedRegex(@"\A(?<stem>.+)-[0-9]{5}-of-(?<count>[0-9]{5})\.gguf\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Shard();

    [GeneratedRegex(@"\Amodel-[0-9]{5}-of-(?<count>[0-9]{5})\.safetensors\z", RegexOptions.CultureInvariant)]
    private static partial Regex TensorShard();
}
