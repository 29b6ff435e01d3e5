namespace Outthink.Engine.Tests.Models;

/// <summary>
/// The supported architectures written again from their papers, in double precision, without cache or batch: every
/// token attends to all before it, recomputed each time. It shares no code with the engine.
/// </summary>
internal sealed class ReferenceModel(TinyModel model)
{
    readonly double[] frequencies = Frequencies(model);

    /// <summary>Logits after each token: [token][vocabulary].</summary>
    public double[][] Logits(ReadOnlySpan<int> tokens) =>
        [.. States(tokens).Select(h => Times(model.Tied ? "token_embd.weight" : "output.weight", h))];

    /// <summary>The reward head's outputs after each token: [token][outputs].</summary>
    public double[][] HeadOutputs(ReadOnlySpan<int> tokens) => [.. States(tokens).Select(h =>
    {
        if (model.HeadHidden > 0)
            h = [.. Biased("cls", h).Select(v => Math.Max(v, 0))];
        return Biased("cls.output", h);
    })];

    public static double[] LogSoftmax(double[] logits)
    {
        var max = logits.Max();
        var total = max + Math.Log(logits.Sum(l => Math.Exp(l - max)));
        return [.. logits.Select(l => l - total)];
    }

    /// <summary>The normed last states: [token][width].</summary>
    double[][] States(ReadOnlySpan<int> tokens)
    {
        var stream = new double[tokens.Length][];
        var embedding = model.Matrices["token_embd.weight"].Values;
        for (var t = 0; t < tokens.Length; t++)
            stream[t] = [.. embedding.AsSpan(tokens[t] * model.Width, model.Width).ToArray().Select(v => (double)v)];
        for (var layer = 0; layer < model.Layers; layer++)
        {
            var blk = $"blk.{layer}.";
            var normed = stream.Select(x => Norm(x, blk + "attn_norm.weight")).ToArray();
            var queries = normed.Select((x, t) => Rotate(NormHeads(Biased(blk + "attn_q", x), blk + "attn_q_norm.weight"), t)).ToArray();
            var keys = normed.Select((x, t) => Rotate(NormHeads(Biased(blk + "attn_k", x), blk + "attn_k_norm.weight"), t)).ToArray();
            var values = normed.Select(x => Biased(blk + "attn_v", x)).ToArray();
            for (var t = 0; t < stream.Length; t++)
                Add(stream[t], Times(blk + "attn_output.weight", Attend(queries[t], keys, values, t)));
            foreach (var x in stream)
            {
                var h = Norm(x, blk + "ffn_norm.weight");
                var gate = Times(blk + "ffn_gate.weight", h);
                var up = Times(blk + "ffn_up.weight", h);
                Add(x, Times(blk + "ffn_down.weight", [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)]));
            }
        }
        return [.. stream.Select(x => Norm(x, "output_norm.weight"))];
    }

    double[] Attend(double[] query, double[][] keys, double[][] values, int last)
    {
        var (dim, shared) = (model.HeadDim, model.Heads / model.KvHeads);
        var result = new double[model.Heads * dim];
        for (var head = 0; head < model.Heads; head++)
        {
            var (kv, scores) = (head / shared * dim, new double[last + 1]);
            for (var t = 0; t <= last; t++)
            {
                for (var d = 0; d < dim; d++)
                    scores[t] += query[head * dim + d] * keys[t][kv + d];
                scores[t] /= Math.Sqrt(dim);
            }
            var weights = LogSoftmax(scores);
            for (var t = 0; t <= last; t++)
            {
                var weight = Math.Exp(weights[t]);
                for (var d = 0; d < dim; d++)
                    result[head * dim + d] += weight * values[t][kv + d];
            }
        }
        return result;
    }

    /// <summary>Turns each pair of each head: neighbours in llama files, a place of the first and the same place of the second half elsewhere.</summary>
    double[] Rotate(double[] x, int position)
    {
        var (dim, half) = (model.HeadDim, model.HeadDim / 2);
        var size = model.RopeAttentionFactor * (model.RopeScaling == "yarn" ? 1 + 0.1 * Math.Log(model.RopeFactor) : 1);
        for (var head = 0; head < x.Length; head += dim)
        {
            for (var pair = 0; pair < half; pair++)
            {
                var (a, b) = model.PairsAreNeighbours ? (head + 2 * pair, head + 2 * pair + 1) : (head + pair, head + pair + half);
                var (sin, cos) = Math.SinCos(position * frequencies[pair]);
                (x[a], x[b]) = ((x[a] * cos - x[b] * sin) * size, (x[a] * sin + x[b] * cos) * size);
            }
        }
        return x;
    }

    /// <summary>Radians that each pair turns by from one position to the next.</summary>
    static double[] Frequencies(TinyModel model)
    {
        var result = new double[model.HeadDim / 2];
        // YaRN: pairs that turn more than 32 times over the original context stay as they are, those that turn less
        // than once are slowed down, and between the two there is a ramp over the pairs.
        double PairTurning(double times) => model.HeadDim * Math.Log(model.RopeOriginalContext / (times * 2 * Math.PI)) / (2 * Math.Log(model.RopeBase));
        var (low, high) = (Math.Max(0, Math.Floor(PairTurning(32))), Math.Min(model.HeadDim - 1, Math.Ceiling(PairTurning(1))));
        for (var pair = 0; pair < result.Length; pair++)
        {
            var free = Math.Pow(model.RopeBase, -2.0 * pair / model.HeadDim) / (model.RopeFactors.Length > 0 ? model.RopeFactors[pair] : 1);
            var slowed = free / model.RopeFactor;
            var ramp = Math.Clamp((pair - low) / Math.Max(0.001, high - low), 0, 1);
            result[pair] = model.RopeScaling switch { "linear" => slowed, "yarn" => slowed * ramp + free * (1 - ramp), _ => free };
        }
        return result;
    }

    double[] Norm(double[] x, string name)
    {
        var scale = 1 / Math.Sqrt(x.Sum(v => v * v) / x.Length + model.Epsilon);
        return [.. x.Zip(model.Vectors[name], (v, w) => v * scale * w)];
    }

    double[] NormHeads(double[] x, string name) =>
        model.Vectors.ContainsKey(name) ? [.. x.Chunk(model.HeadDim).SelectMany(head => Norm(head, name))] : x;

    double[] Biased(string layer, double[] x)
    {
        var y = Times(layer + ".weight", x);
        if (model.Vectors.TryGetValue(layer + ".bias", out var bias))
            Add(y, [.. bias.Select(v => (double)v)]);
        return y;
    }

    double[] Times(string name, double[] x)
    {
        var (columns, depth, values) = model.Matrices[name];
        var y = new double[columns];
        for (var c = 0; c < columns; c++)
        {
            var row = values.AsSpan(c * depth, depth);
            for (var k = 0; k < row.Length; k++)
                y[c] += (double)row[k] * x[k];
        }
        return y;
    }

    static void Add(double[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += y[i];
    }
}
