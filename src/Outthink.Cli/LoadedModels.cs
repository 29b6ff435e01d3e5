using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;

namespace Outthink.Cli;

/// <summary>One engine and the models opened on it; opened only after everything else was checked.</summary>
internal sealed class LoadedModels(EngineOptions options) : IAsyncDisposable
{
    readonly InferenceEngine engine = new(options);

    public LocalPolicy Policy(ModelCard card) => LocalPolicy.Load(engine, card);

    public LocalRewardModel Prm(ModelCard card) => LocalRewardModel.Load(engine, card);

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
