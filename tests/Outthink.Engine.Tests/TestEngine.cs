using Outthink.Engine.Kernels;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Tests.Models;

namespace Outthink.Engine.Tests;

/// <summary>An engine with one tiny model; the model's file goes with it. Unless the options say otherwise nothing is rounded in the cache.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    readonly string path;

    public TestEngine(TinyModel model, EngineOptions? options = null, VectorPath? vectors = null, PassTuning? tuning = null)
    {
        path = model.Write();
        Engine = new(options ?? new() { Threads = 1, KvBytes = 64 << 20, KvType = KvType.F32 }, vectors ?? VectorPaths.Widest, tuning ?? new());
        try
        {
            Model = Engine.Load(path);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public InferenceEngine Engine { get; }

    public LanguageModel Model { get; }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        File.Delete(path);
    }
}
