using System.Collections.Immutable;
using Outthink.Engine.Models;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Text;

namespace Outthink.Engine;

/// <summary>A model that its engine has loaded. It knows tokens, not what they are for. Safe for use by many threads.</summary>
public sealed class LanguageModel
{
    const int MostTopValues = 1 << 25;

    readonly LoadedModel model;

    internal LanguageModel(LoadedModel model, Tokenizer tokenizer) => (this.model, Tokenizer) = (model, tokenizer);

    public string Path => model.Path;

    public ModelConfig Config => model.Config;

    public Tokenizer Tokenizer { get; }

    /// <summary>Weights evaluated per token: all matrices and norms, the output layer included (also when tied), the input look-up and a reward head excluded.</summary>
    public long Parameters => model.Llama.Weights.Parameters;

    /// <summary>Values the model's reward head gives at a position (1: a value, 2 or more: classes); 0 when it has no head.</summary>
    public int HeadOutputs => Config.HeadOutputs;

    /// <summary>A sequence of these tokens. Nothing is evaluated until a request needs it.</summary>
    /// <exception cref="ArgumentException">No token, a token outside the vocabulary, or more tokens than the context has.</exception>
    public Sequence Start(ImmutableArray<int> tokens)
    {
        if (tokens.IsDefaultOrEmpty)
            throw new ArgumentException("a sequence starts with at least one token", nameof(tokens));
        if (tokens.Length > Config.ContextLength)
            throw new ArgumentException($"{tokens.Length} tokens do not fit into the context of {Config.ContextLength}; give a shorter text or use a model with a longer context", nameof(tokens));
        CheckIds(tokens, nameof(tokens));
        return new(new SequenceState(model, tokens));
    }

    /// <summary>A memory of what requests on a sequence, and on those that begin with it, evaluate.</summary>
    /// <param name="root">Where the lines begin: all parents of requests with the memory begin with its tokens.</param>
    /// <param name="bytes">Most bytes of states; beyond them nothing more is remembered. Each token takes 4 · width and about 128.</param>
    /// <exception cref="ArgumentException">The sequence is another model's, or the bytes are negative.</exception>
    public LineMemory Remember(Sequence root, long bytes = LineMemory.DefaultBytes)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        if (root.State.Model != model)
            throw new ArgumentException("the sequence belongs to another model; start it with this one", nameof(root));
        return new(new LineTree(model, root.Tokens, bytes));
    }

    /// <summary>Draws samples from a parent; a sample's outcome depends on its seed alone, not on what else runs.</summary>
    /// <exception cref="ArgumentException">The request is not valid, or the parent is another model's.</exception>
    /// <exception cref="ObjectDisposedException">The parent or the engine was disposed.</exception>
    /// <exception cref="KvCacheFullException">A sequence needs more than the cache's limit, with nothing else in the cache.</exception>
    /// <exception cref="ModelOutputException">The model gave logits that are no numbers.</exception>
    public async Task<GenerateResult> GenerateAsync(Sequence parent, GenerateRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ThrowIfAny(request.Validate(), nameof(request));
        Hold(parent, request.Memory);
        var work = new GenerateWork(parent.State, request, cancellationToken);
        await model.Loop.SubmitAsync(work, cancellationToken);
        return await work.Task;
    }

    /// <summary>Reads the model's word on continuations of a parent.</summary>
    /// <exception cref="ArgumentException">The request is not valid for this model and parent.</exception>
    /// <exception cref="ObjectDisposedException">The parent or the engine was disposed.</exception>
    /// <exception cref="KvCacheFullException">A sequence needs more than the cache's limit, with nothing else in the cache.</exception>
    /// <exception cref="ModelOutputException">The model gave logits that are no numbers.</exception>
    public async Task<ScoreResult> ScoreAsync(Sequence parent, ScoreRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(parent);
        ThrowIfAny(request.Validate(), nameof(request));
        foreach (var continuation in request.Continuations)
        {
            if (parent.TokenCount + continuation.Length > Config.ContextLength)
                throw new ArgumentException($"{parent.TokenCount} tokens and a continuation of {continuation.Length} do not fit into the context of {Config.ContextLength}", nameof(request));
            CheckIds(continuation, nameof(request));
        }
        CheckReadOut(request.ReadOut);
        Hold(parent, request.Memory);
        var work = new ScoreWork(parent.State, request, cancellationToken);
        await model.Loop.SubmitAsync(work, cancellationToken);
        return await work.Task;
    }

    /// <summary>A sequence of the first tokens of another, which shares what is computed of them; only the last one is evaluated again when a request goes on from it.</summary>
    /// <exception cref="ArgumentException">The sequence is another model's.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It has fewer tokens, or none are to be kept.</exception>
    /// <exception cref="ObjectDisposedException">The sequence or the engine was disposed.</exception>
    public async Task<Sequence> CutAsync(Sequence sequence, int tokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens, sequence.TokenCount);
        Hold(sequence, memory: null);
        var work = new CutWork(sequence.State, tokens, cancellationToken);
        await model.Loop.SubmitAsync(work, cancellationToken);
        return await work.Task;
    }

    void Hold(Sequence parent, LineMemory? memory)
    {
        ArgumentNullException.ThrowIfNull(parent);
        if (parent.State.Model != model)
            throw new ArgumentException("the sequence belongs to another model; start it with this one", nameof(parent));
        if (memory is not null && (memory.Tree.Model != model || !parent.Tokens.AsSpan().StartsWith(memory.Root.AsSpan())))
            throw new ArgumentException("the memory is of lines behind another sequence; make one of a beginning of this parent, with its model", nameof(memory));
        parent.Hold();
        try
        {
            memory?.Hold();
        }
        catch
        {
            parent.State.LetGo();
            throw;
        }
    }

    void CheckReadOut(ReadOut readOut)
    {
        switch (readOut)
        {
            case ReadOut.LabelLogProbs labels:
                CheckIds(labels.Labels, nameof(readOut));
                break;
            case ReadOut.TopLogProbs top when top.Count > Config.VocabularySize:
                throw new ArgumentException($"{top.Count} likeliest tokens are asked for, and the vocabulary has {Config.VocabularySize}", nameof(readOut));
            case ReadOut.TopLogProbs top when top.Positions.Sum(p => (long)p.Length) * top.Count > MostTopValues:
                throw new ArgumentException($"{top.Positions.Sum(p => (long)p.Length)} positions of {top.Count} likeliest tokens are more than {MostTopValues} values; ask for fewer at a time", nameof(readOut));
            case ReadOut.Head when HeadOutputs == 0:
                throw new ArgumentException($"the model has no reward head ('{Path}' holds no tensor 'cls.output.weight'); convert it again from a checkpoint with its head, or read log-probabilities", nameof(readOut));
        }
    }

    void CheckIds(ImmutableArray<int> tokens, string name)
    {
        foreach (var token in tokens)
        {
            if ((uint)token >= (uint)Config.VocabularySize)
                throw new ArgumentException($"token {token} is not in the vocabulary of {Config.VocabularySize}", name);
        }
    }

    static void ThrowIfAny(ImmutableArray<string> problems, string name)
    {
        if (!problems.IsEmpty)
            throw new ArgumentException(string.Join("; ", problems), name);
    }
}
