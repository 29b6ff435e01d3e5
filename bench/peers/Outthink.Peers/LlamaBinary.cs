namespace Outthink.Peers;

/// <summary>Programs of a llama.cpp of the user's own: in the folder LLAMA_CPP_BIN, else on PATH; never built or downloaded.</summary>
static class LlamaBinary
{
    /// <summary>The path of a program, or null when there is none.</summary>
    public static string? Find(string name)
    {
        var folders = Environment.GetEnvironmentVariable("LLAMA_CPP_BIN") is { Length: > 0 } folder
            ? [folder]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }
}
