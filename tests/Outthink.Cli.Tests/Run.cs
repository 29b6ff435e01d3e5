using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Outthink.Cli.Tests;

/// <summary>One invocation of the program, in this process.</summary>
public sealed record Run(int ExitCode, string Out, string Error)
{
    /// <summary>What was printed, as JSON, without the times.</summary>
    internal JsonNode Json
    {
        get
        {
            JsonNode root = JsonNode.Parse(Out)!;
            DropSeconds(root);
            return root;
        }
    }

    public static Task<Run> OutthinkAsync(string[] arguments) => OutthinkAsync(arguments, "", null, TestContext.Current.CancellationToken);

    public static async Task<Run> OutthinkAsync(string[] arguments, string input, IAnsiConsole? screen, CancellationToken cancellationToken)
    {
        using StringWriter output = new(), error = new();
        Terminal terminal = new(TextWriter.Synchronized(output), TextWriter.Synchronized(error), new StringReader(input)) { Screen = screen };
        int code = await CommandLine.RunAsync(arguments, terminal, cancellationToken);
        return new Run(code, output.ToString(), error.ToString());
    }

    static void DropSeconds(JsonNode? node)
    {
        if (node is JsonObject dictionary)
        {
            dictionary.Remove("seconds");
            foreach ((_, JsonNode? value) in dictionary) DropSeconds(value);
        }
        else if (node is JsonArray array)
        {
            foreach (JsonNode? value in array) DropSeconds(value);
        }
    }

    /// <summary>The names of a document's members, in order, nested ones with a path.</summary>
    internal static IEnumerable<string> Names(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Names(p.Value, $"{path}.{p.Name}").Prepend($"{path}.{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Names(e, $"{path}[]")).Distinct(),
        _ => [],
    };
}
