using System.Globalization;
using Polly;
using Polly.Retry;

namespace Outthink.Backends.Hub;

/// <summary>How often, and after which waits, a transient fault is tried again.</summary>
internal static class HubRetry
{
    /// <summary>Attempts after the first one.</summary>
    public const int MostRetries = 5;

    /// <summary>Waits of 1, 2, 4, 8 and 16 s, each blurred, or as long as the server asks.</summary>
    public static ResiliencePipeline Create(TimeProvider time, Action<string> remark) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<TransientHubException>(),
            MaxRetryAttempts = MostRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            MaxDelay = TimeSpan.FromSeconds(30),
            UseJitter = true,
            DelayGenerator = static arguments => new((arguments.Outcome.Exception as TransientHubException)?.RetryAfter),
            OnRetry = arguments =>
            {
                remark($"{arguments.Outcome.Exception!.Message}; trying again in {arguments.RetryDelay.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s");
                return ValueTask.CompletedTask;
            },
        })
        .Build();
}
