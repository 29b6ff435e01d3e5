using System.Collections.Immutable;

namespace Outthink.Tests.Scripted;

/// <summary>What a policy was asked: the parent's text, the sample's seed, and how many samples that text had before.</summary>
internal readonly record struct Question(string Parent, ulong Seed, int Nth, Expansion Expansion);

/// <summary>A policy that says what a script says, and counts what it holds.</summary>
internal sealed class ScriptedPolicy(Func<Question, Utterance> script) : Policy
{
    public override string Name => "scripted";

    /// <summary>Runs before every call of either scripted port that shares it.</summary>
    public CallHook Hook { get; init; } = new();

    /// <summary>Whether a sample is cut off at the tokens asked for, to be written on later; otherwise the limit is not looked at.</summary>
    public bool Cuts { get; init; }

    /// <summary>Shuffles the order in which the samples of a batch are made, so that ids follow no order.</summary>
    public Random? Shuffle { get; init; }

    /// <summary>Spoils what one call returns.</summary>
    public Func<ImmutableArray<ImmutableArray<Proposal>>, ImmutableArray<ImmutableArray<Proposal>>> Spoil { get; init; } = p => p;

    public Func<Question, Utterance> Script => script;

    public List<ScriptedPolicyScope> Scopes { get; } = [];

    /// <summary>The tree as data: parent's text → what its samples say, in the order drawn; a sample beyond the list fails.</summary>
    public static ScriptedPolicy Tree(params (string Parent, string[] Says)[] tree)
    {
        var lines = tree.ToDictionary(t => t.Parent, t => t.Says);
        return new ScriptedPolicy(q => lines.TryGetValue(q.Parent, out string[]? says) && q.Nth < says.Length
            ? says[q.Nth]
            : throw new InvalidOperationException($"The script has no sample {q.Nth} of '{q.Parent}'."));
    }

    public override PolicyScope Open(Problem problem)
    {
        var scope = new ScriptedPolicyScope(this, script);
        lock (Scopes) Scopes.Add(scope);
        return scope;
    }
}
