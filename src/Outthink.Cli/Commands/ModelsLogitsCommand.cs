using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Outthink.Backends.ModelCards;
using Outthink.Cli.Json;
using Outthink.Cli.Options;
using Outthink.Cli.Rendering;
using Outthink.Engine;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink models logits</c>: the likeliest next tokens after each of given token ids, with their log-probabilities.</summary>
internal sealed class ModelsLogitsCommand
{
    readonly Option<string> name = new("--model") { Description = "A model's name in the catalogue, or the path of its file", HelpName = "M", Required = true };
    readonly Option<string> ids = new("--ids") { Description = "Token ids, separated by commas; nothing is put before them", HelpName = "1,2,3", Required = true };
    readonly Option<int> top = new("--top") { Description = "Likeliest tokens shown after each position", HelpName = "K", DefaultValueFactory = _ => 10 };
    readonly Option<bool> json = JsonOption.Create();
    readonly EngineFlags engine = new();
    readonly ModelFolder models;
    readonly Terminal terminal;

    ModelsLogitsCommand(Terminal terminal, ModelFolder models) => (this.terminal, this.models) = (terminal, models);

    public static Command Create(Terminal terminal, ModelFolder models) => new ModelsLogitsCommand(terminal, models).Build();

    CheckedCommand Build()
    {
        CheckedCommand command = new("logits", "Log-probabilities of the likeliest next tokens after each of the given token ids.") { name, ids, top, engine.Threads, json };
        command.AddCheck(given => given.GetValue(top) > 0 ? [] : ["--top: give at least 1"]);
        command.AddCheck(given => Parse(given.GetValue(ids)).IsDefaultOrEmpty ? ["--ids: give token ids separated by commas, as in --ids 1,2,3"] : []);
        command.AddModelCheck(models, given => Card(models.Catalog(given), given.GetValue(name)!) is null ? [(ModelRole.Policy, given.GetValue(name))] : []);
        command.SetAction(RunAsync);
        return command;
    }

    async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        CommandResult given = parsed.CommandResult;
        ModelCatalog catalog = models.Catalog(given);
        string wanted = given.GetRequiredValue(name);
        ModelCard card = Card(catalog, wanted) ?? catalog.Find(ModelRole.Policy, wanted);
        ImmutableArray<int> tokens = Parse(given.GetRequiredValue(ids));

        await using InferenceEngine running = new(engine.Read(given));
        LanguageModel model = running.Load(card.File);
        try
        {
            LogitsReport report = new() { Model = card.Name, Positions = await ReadAsync(model, tokens, given.GetValue(top), cancellationToken) };
            if (given.GetValue(json)) terminal.Out.WriteJson(report);
            else Print(report, model);
            return ExitCode.Success;
        }
        catch (ArgumentException e)
        {
            // What only the model knows: its vocabulary and its context.
            terminal.Error.WriteLine($"error: {e.Message}");
            return ExitCode.Usage;
        }
    }

    static async Task<ImmutableArray<PositionReport>> ReadAsync(LanguageModel model, ImmutableArray<int> tokens, int count, CancellationToken cancellationToken)
    {
        using Sequence first = model.Start(tokens[..1]);
        // A scoring continues something: a single token is read at once, and its continuation never.
        ScoreRequest request = new()
        {
            Continuations = [tokens.Length > 1 ? tokens[1..] : tokens],
            ReadOut = new Engine.ReadOut.TopLogProbs { Count = count, Positions = [[.. Enumerable.Range(-1, tokens.Length)]] },
        };
        Engine.Scoring scoring = (await model.ScoreAsync(first, request, cancellationToken)).Scorings[0];
        scoring.Sequence.Dispose();
        return
        [
            .. tokens.Select((id, position) => new PositionReport
            {
                Position = position,
                Id = id,
                Top = [.. Enumerable.Range(position * count, count).Select(i => new LikelyToken
                {
                    Id = scoring.TopTokens[i],
                    Piece = Piece(model, scoring.TopTokens[i]),
                    LogProb = scoring.Values[i],
                })],
            }),
        ];
    }

    void Print(LogitsReport report, LanguageModel model)
    {
        TextTable table = new("position", "id", "piece", "next", "next piece", "log-probability");
        foreach (PositionReport position in report.Positions)
        {
            foreach ((int place, LikelyToken next) in position.Top.Index())
                table.Add(place == 0 ? $"{position.Position}" : "", place == 0 ? $"{position.Id}" : "", place == 0 ? Shown(Piece(model, position.Id)) : "",
                    $"{next.Id}", Shown(next.Piece), next.LogProb.ToString("0.0000", CultureInfo.InvariantCulture));
        }
        table.WriteTo(terminal);
    }

    static ModelCard? Card(ModelCatalog catalog, string name) => catalog.Cards.FirstOrDefault(c => c.Name == name);

    /// <summary>Default when the text is no list of ids.</summary>
    static ImmutableArray<int> Parse(string? text)
    {
        List<int> parsed = [];
        foreach (string part in (text ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int id)) return default;
            parsed.Add(id);
        }
        return [.. parsed];
    }

    /// <summary>A token's bytes as text.</summary>
    static string Piece(LanguageModel model, int id) => Encoding.UTF8.GetString(model.Tokenizer.BytesOf(id));

    static string Shown(string piece) => $"'{piece.ReplaceLineEndings("\\n")}'";
}
