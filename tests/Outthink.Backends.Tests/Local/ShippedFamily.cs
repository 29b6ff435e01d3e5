using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine;

namespace Outthink.Backends.Tests.Local;

/// <summary>The family in models/ on an engine of its own: what a user gets.</summary>
internal sealed class ShippedFamily : IAsyncDisposable
{
    public ShippedFamily(int threads = 2)
    {
        Engine = new(new EngineOptions { Threads = threads });
        ModelCatalog catalog = ModelCatalog.Open(Path.Combine(Root, "models"));
        Policy = LocalPolicy.Load(Engine, catalog.DefaultPolicy);
        Prm = LocalRewardModel.Load(Engine, catalog.DefaultPrm);
    }

    public InferenceEngine Engine { get; }

    public LocalPolicy Policy { get; }

    public LocalRewardModel Prm { get; }

    public static string Root
    {
        get
        {
            string? folder = AppContext.BaseDirectory;
            while (folder is not null && !File.Exists(Path.Combine(folder, "Outthink.slnx"))) folder = Path.GetDirectoryName(folder);
            return folder ?? throw new InvalidOperationException("Outthink.slnx was not found above the test's folder.");
        }
    }

    public static Problem Story(string id) => new()
    {
        Id = id,
        Text = "Ann has 48 pens. Ann buys 3 packs of 14 pens. Ben has 12 fewer pens than Ann. Then Ben doubles the number of pens. How many pens does Ben have now?",
    };

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
