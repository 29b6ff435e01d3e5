using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

/// <summary>A reward model that scores a prefix (the text up to a step's end) by a function of it, and counts what it holds.</summary>
internal sealed class ScriptedRewardModel(Func<string, double> score) : ProcessRewardModel
{
    public override string Name => "scripted-prm";

    public CallHook Hook { get; init; } = new();

    /// <summary>Spoils what one call returns.</summary>
    public Func<ImmutableArray<ImmutableArray<double>>, ImmutableArray<ImmutableArray<double>>> Spoil { get; init; } = s => s;

    public List<ScriptedRewardScope> Scopes { get; } = [];

    /// <summary>Scores a prefix by its last step's text; an unlisted step fails.</summary>
    public static ScriptedRewardModel Steps(params (string Step, double Score)[] scores)
    {
        var table = scores.ToDictionary(s => s.Step, s => s.Score);
        return new ScriptedRewardModel(prefix => table[prefix.TrimEnd().Split("\n\n")[^1]]);
    }

    public override RewardScope Open(Problem problem)
    {
        var scope = new ScriptedRewardScope(this, score);
        lock (Scopes) Scopes.Add(scope);
        return scope;
    }
}
