using Outthink.Engine.Kernels;
using Outthink.Engine.Models;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Text;
using Outthink.Engine.Weights;

namespace Outthink.Engine;

/// <summary>
/// Runs language models in this process on the processor: one loop thread and one team of workers for all models.
/// Safe for use by many threads. Disposing ends all requests and frees the models.
/// </summary>
public sealed class InferenceEngine : IAsyncDisposable
{
    readonly EngineLoop loop;
    readonly KernelSet kernels;
    readonly KvType? kvType;
    readonly Lock loading = new();
    readonly EngineOptions options;
    readonly Dictionary<(string Path, LoadOptions Options), LanguageModel> models = [];
    long heldBytes; // of the models loaded, without their caches
    bool isDisposed;

    /// <exception cref="ArgumentException">An option is out of range; the message lists them all.</exception>
    public InferenceEngine(EngineOptions? options = null) : this(options, VectorPaths.Widest, new()) { }

    internal InferenceEngine(EngineOptions? options, VectorPath path, PassTuning tuning)
    {
        options ??= new();
        var problems = options.Validate();
        if (!problems.IsEmpty)
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        this.options = options;
        kernels = KernelSet.Of(path);
        kvType = options.KvType;
        loop = new(options, tuning);
    }

    internal EngineLoop Loop => loop;

    /// <summary>
    /// Cache blocks held over all models, with everything given back that was disposed before the call. Waits for the
    /// pass in progress; meant for tests and diagnosis.
    /// </summary>
    public int BlocksInUse => loop.CountBlocksAsync().GetAwaiter().GetResult();

    /// <summary>Loads a model from a GGUF file or a Hugging Face folder; the same again, with the same options, gives the same model.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, of a kind that is not supported, or too large for the memory that the options allow.</exception>
    public LanguageModel Load(string path, LoadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= this.options.Loading;
        var problems = options.Validate();
        if (!problems.IsEmpty)
            throw new ArgumentException(string.Join("; ", problems), nameof(options));
        var key = (Path.GetFullPath(path), options);
        lock (loading)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (!models.TryGetValue(key, out var model))
                models.Add(key, model = Read(key.Item1, options));
            return model;
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (loading)
        {
            if (isDisposed)
                return ValueTask.CompletedTask;
            isDisposed = true;
        }
        return new(Task.Factory.StartNew(loop.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    LanguageModel Read(string path, LoadOptions load)
    {
        using var file = Open(path, load);
        var plan = MemoryPlan.Of(file, ModelConfig.FromGguf(file), options);
        if (plan.Problem(heldBytes, options.MemoryBytes) is { } tooLarge)
            throw new ModelFileException(path, tooLarge);
        var tokenizer = Directory.Exists(path) ? Tokenizer.FromFolder(path) : Tokenizer.FromGguf(file);
        var weights = new LlamaFile(file).Read();
        if (tokenizer.VocabularySize > weights.Config.VocabularySize)
        {
            weights.Dispose();
            throw new ModelFileException(path, $"the tokeniser has {tokenizer.VocabularySize} tokens, the embedding {weights.Config.VocabularySize}; the file is damaged or was converted wrongly");
        }
        tokenizer = tokenizer.FilledTo(weights.Config.VocabularySize);
        var tokens = new TokenTable([.. Enumerable.Range(0, tokenizer.VocabularySize).Select(id => tokenizer.BytesOf(id).ToArray())], tokenizer.IsEndOfGeneration);
        var model = new LoadedModel(path, new(weights, kernels, kvType), tokens, loop, loop.Budget);
        loop.Add(model);
        heldBytes += plan.WeightBytes + plan.WorkingBytes;
        return new(model, tokenizer);
    }

    static ModelFile Open(string path, LoadOptions load)
    {
        var file = ModelFile.Open(path);
        return load.Quantize is { } type ? new QuantizedFile(file, type) : file;
    }
}
