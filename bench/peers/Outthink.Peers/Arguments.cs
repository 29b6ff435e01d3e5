namespace Outthink.Peers;

/// <summary>What the command line asks for.</summary>
sealed record Arguments
{
    public const string Usage = """
        Holds our engine against llama.cpp on the same files: token ids of mixed texts, greedy continuations of the
        arithmetic suite. llama-server comes from LLAMA_CPP_BIN (a folder) or PATH; it is never built or downloaded.

        outthink-peers [FILE.gguf or FOLDER…] [--models FOLDER] [--prompts N] [--max-tokens N] [--seed S] [--random]

          FILE, FOLDER   files, or folders of cards whose policies are compared; default: --models
          --models       folder of model cards (default: models)
          --prompts      prompts per file (default: 100)
          --max-tokens   tokens per continuation (default: 200)
          --seed         seed of the suite (default: 1)
          --random       random-weight models of every type instead, for the engine alone

        outthink-peers speed …   compares speed instead; 'outthink-peers speed --help' says how.

        Exit 0: agreement wherever llama.cpp's lead exceeds 1e-3; 1: disagreement; 2: no llama-server or bad arguments.
        """;

    public List<string> Files { get; } = [];
    public string Models { get; private set; } = "models";
    public int Prompts { get; private set; } = 100;
    public int MaxTokens { get; private set; } = 200;
    public ulong Seed { get; private set; } = 1;
    public bool Random { get; private set; }

    /// <summary>Null when the arguments cannot be understood.</summary>
    public static Arguments? Parse(string[] args)
    {
        var parsed = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (args[i])
            {
                case "--random":
                    parsed.Random = true;
                    continue;
                case "--models":
                    parsed.Models = value;
                    break;
                case "--prompts" when int.TryParse(value, out var prompts) && prompts > 0:
                    parsed.Prompts = prompts;
                    break;
                case "--max-tokens" when int.TryParse(value, out var tokens) && tokens > 0:
                    parsed.MaxTokens = tokens;
                    break;
                case "--seed" when ulong.TryParse(value, out var seed):
                    parsed.Seed = seed;
                    break;
                case var file when !file.StartsWith('-'):
                    parsed.Files.Add(file);
                    continue;
                default:
                    return null;
            }
            i++;
        }
        return parsed;
    }
}
