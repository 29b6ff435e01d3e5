using System.Collections.Immutable;
using Outthink.Engine;
using Outthink.Engine.Tests.Models;
using Outthink.Engine.Weights;
using Outthink.Peers;

namespace Outthink.Parity;

/// <summary>Errors against the oracle, over every token of the vocabulary at every position.</summary>
/// <param name="Architecture">As general.architecture says it.</param>
/// <param name="Type">Stored type of the matrices.</param>
/// <param name="Ours">Root mean square of our log-probabilities' errors.</param>
/// <param name="OurWorst">The largest of them, by size.</param>
/// <param name="Theirs">Root mean square of llama.cpp's errors.</param>
/// <param name="TheirWorst">The largest of them, by size.</param>
sealed record ParityRow(string Architecture, TensorType Type, double Ours, double OurWorst, double Theirs, double TheirWorst)
{
    public const string Header = """
        | architecture | type | our RMS error | our worst | llama.cpp's RMS error | its worst | ours / llama.cpp |
        |---|---|---|---|---|---|---|
        """;

    /// <summary>F32 is held to an absolute bound, since both errors are rounding noise there.</summary>
    public bool IsAtPar => Type == TensorType.F32 ? OurWorst <= 1e-4 : Ours <= 1.2 * Theirs;

    public static async Task<ParityRow> MeasureAsync(TinyModel model, string program, Arguments arguments, CancellationToken cancellationToken)
    {
        var random = new Random(arguments.Seed + 100);
        ImmutableArray<int> tokens = [.. Enumerable.Range(0, arguments.Positions).Select(_ => random.Next(1, model.Vocabulary))];
        var file = model.Write();
        try
        {
            var ours = await OursAsync(file, tokens, cancellationToken);
            var kv = model.Type == TensorType.F32 ? "f32" : arguments.KvType;
            var theirs = await TheirsAsync(file, program, kv, tokens, model.Vocabulary, cancellationToken);
            double[][] exact = [.. new ReferenceModel(model).Logits(tokens.AsSpan()).Select(ReferenceModel.LogSoftmax)];
            var ((rms, worst), (theirRms, theirWorst)) = (Errors(ours, exact), Errors(theirs, exact));
            return new(model.Architecture, model.Type, rms, worst, theirRms, theirWorst);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public override string ToString() =>
        $"| {Architecture} | {Type} | {Ours:0.0e-0} | {OurWorst:0.0e-0} | {Theirs:0.0e-0} | {TheirWorst:0.0e-0} | {Ours / Theirs:0.00} |";

    /// <summary>[position][token] log-probabilities.</summary>
    static async Task<double[][]> OursAsync(string file, ImmutableArray<int> tokens, CancellationToken cancellationToken)
    {
        await using var engine = new InferenceEngine();
        var model = engine.Load(file);
        using var parent = model.Start(tokens[..1]);
        var request = new ScoreRequest
        {
            Continuations = [tokens.Length > 1 ? tokens[1..] : tokens],
            ReadOut = new ReadOut.TopLogProbs { Count = model.Config.VocabularySize, Positions = [[.. Enumerable.Range(-1, tokens.Length)]] },
        };
        var scoring = (await model.ScoreAsync(parent, request, cancellationToken)).Scorings[0];
        scoring.Sequence.Dispose();
        var result = new double[tokens.Length][];
        for (var t = 0; t < result.Length; t++)
        {
            result[t] = new double[model.Config.VocabularySize];
            for (var i = 0; i < result[t].Length; i++)
                result[t][scoring.TopTokens[t * result[t].Length + i]] = scoring.Values[t * result[t].Length + i];
        }
        return result;
    }

    static async Task<double[][]> TheirsAsync(string file, string program, string kvType, ImmutableArray<int> tokens, int vocabulary, CancellationToken cancellationToken)
    {
        await using var server = await LlamaServer.StartAsync(program, file, Shapes.Context, ["-np", "1", "-t", "1", "-ctk", kvType, "-ctv", kvType, "-fa", "off", "--no-warmup"], cancellationToken);
        var result = new double[tokens.Length][];
        for (var t = 0; t < result.Length; t++)
            result[t] = await server.NextAsync(tokens[..(t + 1)], vocabulary, cancellationToken);
        return result;
    }

    static (double Rms, double Worst) Errors(double[][] values, double[][] exact)
    {
        double[] errors = [.. values.Zip(exact).SelectMany(row => row.First.Zip(row.Second, (a, b) => Math.Abs(a - b)))];
        return (Math.Sqrt(errors.Average(e => e * e)), errors.Max());
    }
}
