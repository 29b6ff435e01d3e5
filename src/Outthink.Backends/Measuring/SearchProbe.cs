using Outthink.Engine;
using Outthink.Engine.Measuring;
using Outthink.Search;
using Outthink.Tracing;

namespace Outthink.Backends.Measuring;

/// <summary>Measures whole searches of fixed steps. Nothing else may run on the engine meanwhile.</summary>
public sealed class SearchProbe(InferenceEngine engine, LanguageModel policy, LanguageModel prm)
{
    /// <summary>Searches once; the events are written as a trace, to nowhere.</summary>
    /// <exception cref="ArgumentException">The options are not valid for the strategy, or the steps do not fit into a model's context.</exception>
    public async Task<SearchSample> MeasureAsync(SearchStrategy strategy, SearchOptions options, FixedSteps steps, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(steps);
        foreach (LanguageModel model in (LanguageModel[])[policy, prm])
        {
            if (steps.MaxTokens > model.Config.ContextLength)
                throw new ArgumentException($"{steps.MaxTokens} tokens of prompt and steps do not fit into the context of {model.Config.ContextLength}; ask for fewer or shorter steps", nameof(steps));
        }
        if (prm.Config.VocabularySize < policy.Config.VocabularySize)
            throw new ArgumentException($"the policy has {policy.Config.VocabularySize} tokens and the reward model knows {prm.Config.VocabularySize} of them; take models of one vocabulary");
        FixedStepRewardModel rewards = new(prm, steps, prm.Tokenizer.Find("+") ?? 0, prm.Tokenizer.Find("-") ?? 1);
        SearchTrace trace = new(TextWriter.Null);
        LoopTime before = LoopTime.Of(engine);
        Verdict verdict = await strategy.SearchAsync(
            new() { Id = "fixed steps", Text = "fixed steps" }, new FixedStepPolicy(policy, steps), rewards, steps.Limit(options), trace.Write, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        LoopTime spent = LoopTime.Of(engine) - before;
        return new()
        {
            Wall = verdict.Elapsed,
            Outside = verdict.Elapsed - spent.Forward,
            Reading = spent.Reading,
            Usage = verdict.Usage,
            Candidates = verdict.Candidates.Length,
        };
    }
}
