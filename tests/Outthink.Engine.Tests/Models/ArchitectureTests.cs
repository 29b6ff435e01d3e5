using Outthink.Engine.Kernels;
using Outthink.Engine.Models;
using Outthink.Engine.Scheduling;
using Outthink.Engine.Tests.Scheduling;

namespace Outthink.Engine.Tests.Models;

/// <summary>What every architecture keeps whatever its parts: the same bits on each path and team, its windows and counts.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<string> All => ["llama", "qwen2", "qwen3"];

    [Theory, MemberData(nameof(All))]
    public async Task Vector_paths_and_teams_compute_the_same_bits(string architecture)
    {
        var (model, plan) = (Model(architecture), new Plan(21));
        var expected = await RunAsync(model, plan, VectorPaths.Widest, 1, new());
        for (var path = VectorPath.Scalar; path < VectorPaths.Widest; path++)
            Assert.Equal(expected, await RunAsync(model, plan, path, 1, new()));
        Assert.Equal(expected, await RunAsync(model, plan, VectorPaths.Widest, 2, new() { SoloWork = 0, SliceRows = 3 }));
        Assert.Equal(expected, await RunAsync(model, plan, VectorPaths.Widest, 2, new() { SoloWork = 0, CachedParameters = 0, TogetherRows = 25 }));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Parameters_count_what_is_evaluated_per_token(string architecture)
    {
        foreach (var tied in (bool[])[true, false])
        {
            var model = TinyModel.Build(new() { Architecture = architecture, HeadDim = 16, Tied = tied, HeadOutputs = 2, RopeFactors = architecture == "llama" ? [1, 1, 1, 1, 2, 2, 2, 2] : [] });
            await using var engine = new TestEngine(model);
            var expected = model.Matrices.Where(m => !IsNotCounted(m.Key, tied)).Sum(m => m.Value.Values.Length) + model.Vectors.Where(v => !IsNotCounted(v.Key, tied)).Sum(v => v.Value.Length);
            Assert.Equal(expected, engine.Model.Parameters);
        }

        static bool IsNotCounted(string name, bool tied) => name.StartsWith("cls.", StringComparison.Ordinal) || name == "rope_freqs.weight" || (name == "token_embd.weight" && !tied);
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_context_ends_where_a_sliding_window_would_cut(string architecture)
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { Architecture = architecture, HeadDim = 16, Context = 96, SlidingWindow = 40 }));
        Assert.Equal((40, 40), (engine.Model.Config.ContextLength, engine.Model.Config.SlidingWindow));
        Assert.Throws<ArgumentException>(() => engine.Model.Start([.. Enumerable.Repeat(9, 41)]));
        await using var wide = new TestEngine(TinyModel.Build(new() { Architecture = architecture, HeadDim = 16, Context = 96, SlidingWindow = 200 }));
        Assert.Equal(96, wide.Model.Config.ContextLength);
    }

    [Fact]
    public async Task A_stretched_rotation_is_what_the_keys_say()
    {
        await using var engine = new TestEngine(TinyModel.Build(new() { RopeScaling = "yarn", RopeFactor = 4, RopeOriginalContext = 32 }));
        Assert.Equal(new RopeScaling { Kind = RopeScalingKind.Yarn, Factor = 4, OriginalContext = 32 }, engine.Model.Config.RopeScaling);
        await using var plain = new TestEngine(TinyModel.Build(new()));
        Assert.Equal(RopeScalingKind.None, plain.Model.Config.RopeScaling.Kind);
    }

    static TinyModel Model(string architecture) => TinyModel.Build(new() { Architecture = architecture, HeadDim = 16, Width = 40 });

    static async Task<string> RunAsync(TinyModel model, Plan plan, VectorPath path, int threads, PassTuning tuning)
    {
        await using var engine = new TestEngine(model, new() { Threads = threads, KvBytes = 64 << 20 }, path, tuning);
        return await plan.RunAsync(engine, true, TestContext.Current.CancellationToken);
    }
}
