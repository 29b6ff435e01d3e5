namespace Outthink.Engine.Scheduling;

/// <summary>What a work has cost so far.</summary>
internal sealed class Tally(LoadedModel model)
{
    long evaluated;
    long recomputed;
    long recalled;
    long attended;
    long passes;
    long lastPass = -1;

    /// <summary>Counts rows [computed, computed + rows) of a branch as evaluated in a pass.</summary>
    public void CountRows(Branch branch, int rows, long pass)
    {
        evaluated += rows;
        recomputed += Math.Clamp(branch.Reached - branch.Computed, 0, rows);
        attended += model.Config.Attended(branch.Computed, rows);
        CountPass(pass);
    }

    /// <summary>Counts the read of a remembered state.</summary>
    public void CountRecall(long pass)
    {
        recalled++;
        CountPass(pass);
    }

    /// <param name="alone">Tokens that the members would have evaluated each for itself.</param>
    /// <param name="outputs">What a read gives: logits, or the head's outputs.</param>
    public EvaluationUsage Usage(long alone, int outputs) => new()
    {
        EvaluatedTokens = evaluated,
        CachedTokens = alone - (evaluated - recomputed),
        RecomputedTokens = recomputed,
        Passes = passes,
        Flops = 2.0 * model.Llama.Weights.Parameters * evaluated + 4.0 * model.Config.Layers * model.Config.Heads * model.Config.HeadDim * attended
            + 2.0 * model.Config.Width * outputs * recalled,
    };

    void CountPass(long pass)
    {
        if (pass != lastPass)
            passes++;
        lastPass = pass;
    }
}
