using Outthink.Backends.Hub;

namespace Outthink.Cli.Rendering;

/// <summary>How far a pull is, in one line.</summary>
internal sealed class PullText(TimeProvider time)
{
    readonly TransferRate rate = new(time);

    public string Of(PullProgress p)
    {
        string share = p.Total > 0 ? Numbers.Percent((double)p.Done / p.Total) : "100.0";
        string speed = rate.At(p.Done) is { } perSecond ? $"  {Numbers.Bytes(perSecond)}/s  {Left((p.Total - p.Done) / perSecond)}" : "";
        return $"{p.File}  {Numbers.Bytes(p.Done)} of {Numbers.Bytes(p.Total)} ({share} %){speed}";
    }

    static string Left(double seconds) => seconds < 360_000 ? $"about {Numbers.Clock(TimeSpan.FromSeconds(Math.Ceiling(seconds)))} left" : "days left";
}
