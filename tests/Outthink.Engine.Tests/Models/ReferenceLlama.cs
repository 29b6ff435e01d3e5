namespace Outthink.Engine.Tests.Models;

/// <summary>
/// The llama architecture written again from its papers, in double precision, without cache or batch: every token
/// attends to all before it, recomputed each time. It shares no code with the engine.
/// </summary>
internal sealed class ReferenceLlama(TinyModel model)
{
    /// <summary>Logits after each token: [token][vocabulary].</summary>
    public double[][] Logits(ReadOnlySpan<int> tokens)
    {
        var stream = new double[tokens.Length][];
        var embedding = model.Matrices["token_embd.weight"].Values;
        for (var t = 0; t < tokens.Length; t++)
            stream[t] = [.. embedding.Skip(tokens[t] * model.Width).Take(model.Width).Select(v => (double)v)];
        for (var layer = 0; layer < model.Layers; layer++)
        {
            var blk = $"blk.{layer}.";
            var normed = stream.Select(x => Norm(x, blk + "attn_norm.weight")).ToArray();
            var queries = normed.Select((x, t) => Rotate(Times(blk + "attn_q.weight", x), t)).ToArray();
            var keys = normed.Select((x, t) => Rotate(Times(blk + "attn_k.weight", x), t)).ToArray();
            var values = normed.Select(x => Times(blk + "attn_v.weight", x)).ToArray();
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
        return [.. stream.Select(x => Times(model.Tied ? "token_embd.weight" : "output.weight", Norm(x, "output_norm.weight")))];
    }

    public static double[] LogSoftmax(double[] logits)
    {
        var max = logits.Max();
        var total = max + Math.Log(logits.Sum(l => Math.Exp(l - max)));
        return [.. logits.Select(l => l - total)];
    }

    double[] Attend(double[] query, double[][] keys, double[][] values, int last)
    {
        var (dim, shared) = (model.HeadDim, model.Heads / model.KvHeads);
        var result = new double[model.Heads * dim];
        for (var head = 0; head < model.Heads; head++)
        {
            var kv = head / shared;
            var scores = Enumerable.Range(0, last + 1)
                .Select(t => Enumerable.Range(0, dim).Sum(d => query[head * dim + d] * keys[t][kv * dim + d]) / Math.Sqrt(dim)).ToArray();
            var weights = LogSoftmax(scores).Select(Math.Exp).ToArray();
            for (var d = 0; d < dim; d++)
                result[head * dim + d] = weights.Select((w, t) => w * values[t][kv * dim + d]).Sum();
        }
        return result;
    }

    double[] Rotate(double[] x, int position)
    {
        for (var at = 0; at < x.Length; at += 2)
        {
            var angle = position * Math.Pow(model.RopeBase, -(double)(at % model.HeadDim) / model.HeadDim);
            var (sin, cos) = Math.SinCos(angle);
            (x[at], x[at + 1]) = (x[at] * cos - x[at + 1] * sin, x[at] * sin + x[at + 1] * cos);
        }
        return x;
    }

    double[] Norm(double[] x, string name)
    {
        var scale = 1 / Math.Sqrt(x.Sum(v => v * v) / x.Length + model.Epsilon);
        return [.. x.Zip(model.Norms[name], (v, w) => v * scale * w)];
    }

    double[] Times(string name, double[] x)
    {
        var (columns, depth, values) = model.Matrices[name];
        var y = new double[columns];
        for (var c = 0; c < columns; c++)
            for (var k = 0; k < depth; k++)
                y[c] += (double)values[c * depth + k] * x[k];
        return y;
    }

    static void Add(double[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] += y[i];
    }
}
