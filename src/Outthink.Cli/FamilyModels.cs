using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Cli;

/// <summary>The catalogue's models by name, each opened when it is first asked for.</summary>
internal sealed class FamilyModels(ModelCatalog catalog, LoadedModels loaded)
{
    readonly Dictionary<string, Policy> policies = new(StringComparer.Ordinal);
    readonly Dictionary<string, ProcessRewardModel> prms = new(StringComparer.Ordinal);

    public Policy Policy(string name) => policies.TryGetValue(name, out Policy? found) ? found : policies[name] = loaded.Policy(catalog.Find(ModelRole.Policy, name));

    public ProcessRewardModel Prm(string name) => prms.TryGetValue(name, out ProcessRewardModel? found) ? found : prms[name] = loaded.Prm(catalog.Find(ModelRole.Prm, name));

    /// <summary>What the models are by content.</summary>
    public ImmutableArray<ModelIdentity> Identities(IEnumerable<string> policyNames, IEnumerable<string> prmNames) =>
        [.. policyNames.Select(n => ModelContent.Of(catalog.Find(ModelRole.Policy, n))), .. prmNames.Select(n => ModelContent.Of(catalog.Find(ModelRole.Prm, n)))];

    /// <summary>Relative cost of a problem of a row.</summary>
    public double CostOf(RowPlan plan) =>
        plan.Samples * (1.0 + catalog.Find(ModelRole.Policy, plan.Policy).Parameters + (plan.Prm is { } prm ? catalog.Find(ModelRole.Prm, prm).Parameters : 0));
}
