using System.Collections.Immutable;
using System.Text;
using Outthink.Engine.Weights;

namespace Outthink.Backends.ModelCards;

/// <summary>What a model file or folder says of itself; read without its weights.</summary>
internal sealed record ModelIdentity
{
    /// <summary>As GGUF names it; empty when unknown.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Names in small letters with hyphens ("qwen2-5-math-prm-7b"): its own, then those of its file or folder.</summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Classes of a Hugging Face configuration ("Qwen2ForTokenClassification").</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>The Jinja text; null when there is none.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>The text of the token that begins a sequence; empty for none.</summary>
    public string Bos { get; init; } = "";

    /// <summary>The text of the token that ends a sequence; empty for none.</summary>
    public string Eos { get; init; } = "";

    /// <summary>Weights evaluated per token; 0 when unknown.</summary>
    public long Parameters { get; init; }

    /// <summary>What is known; null when the path is no model that can be read, which loading it will explain.</summary>
    public static ModelIdentity? TryRead(string path)
    {
        try
        {
            return Directory.Exists(path) ? ModelFolderIdentity.Read(path) : OfFile(path);
        }
        catch (Exception e) when (e is ModelFileException or IOException or UnauthorizedAccessException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Small letters and digits; a hyphen for each stretch of anything else.</summary>
    public static string Simplify(string name)
    {
        StringBuilder simple = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c)) simple.Append(char.ToLowerInvariant(c));
            else if (simple.Length > 0 && simple[^1] != '-') simple.Append('-');
        }
        return simple.ToString().TrimEnd('-');
    }

    /// <summary>The names by which its place in the file system calls it: of a hub's cache, the repository's.</summary>
    public static IEnumerable<string> NamesOf(string path)
    {
        DirectoryInfo? folder = Directory.Exists(path) ? new(path) : new FileInfo(path).Directory;
        if (!Directory.Exists(path)) yield return Simplify(Path.GetFileNameWithoutExtension(path));
        else yield return Simplify(folder!.Name);
        if (folder?.Parent is { Name: "snapshots", Parent: { } repository }) yield return Simplify(repository.Name);
    }

    private static ModelIdentity OfFile(string path)
    {
        using ModelFile file = ModelFile.Open(path);
        GgufMetadata keys = file.Metadata;
        IEnumerable<string?> named = [Text("general.name"), Text("general.basename")];
        return new()
        {
            Architecture = Text("general.architecture") ?? "",
            Names = [.. named.OfType<string>().Select(Simplify), .. NamesOf(path)],
            ChatTemplate = Text("tokenizer.chat_template"),
            Bos = Piece("tokenizer.ggml.bos_token_id"),
            Eos = Piece("tokenizer.ggml.eos_token_id"),
            Parameters = ParametersOf(file),
        };

        string? Text(string key) => keys.TryGetString(key, out string? value) ? value : null;

        string Piece(string key) =>
            keys.TryGetInt32(key, out int id) && keys.TryGetStrings("tokenizer.ggml.tokens", out ReadOnlySpan<string> tokens) && (uint)id < (uint)tokens.Length ? tokens[id] : "";
    }

    /// <summary>Weights evaluated per token: the input look-up is left out where the output layer has weights of its own.</summary>
    internal static long ParametersOf(ModelFile file) => file.Tensors.Values.Sum(Elements)
        - (file.Tensors.ContainsKey("output.weight") && file.Tensors.TryGetValue("token_embd.weight", out var lookUp) ? Elements(lookUp) : 0);

    private static long Elements(ModelTensor tensor) => tensor.Shape.Aggregate(1L, (product, size) => product * size);
}
