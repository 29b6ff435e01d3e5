using System.Text.Json;

namespace Outthink.Engine.Weights.HuggingFace;

/// <summary>A folder's chat template, which is a file of its own or a member of tokenizer_config.json.</summary>
static class ChatTemplateFile
{
    const int MostBytes = 1 << 20;

    /// <summary>The template's text, or null when the folder has none, or several under names.</summary>
    /// <exception cref="ModelFileException">The file is too long, or the configuration is damaged.</exception>
    public static string? Read(string folder)
    {
        var path = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(path))
        {
            return new FileInfo(path).Length <= MostBytes
                ? File.ReadAllText(path)
                : throw new ModelFileException(path, $"the chat template is longer than {MostBytes} bytes; fetch it again");
        }
        var about = JsonFile.OpenIfThere(Path.Combine(folder, "tokenizer_config.json"));
        return about?.Member("chat_template") is { ValueKind: JsonValueKind.String } ? about.Text("chat_template") : null;
    }
}
