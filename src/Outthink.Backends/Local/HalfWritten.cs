using System.Collections.Immutable;
using System.Text;

namespace Outthink.Backends.Local;

/// <summary>A sample that ended at its limit of tokens: what is needed to write it on as if it had not been cut off.</summary>
/// <param name="LastStep">Token ids of its last step, or of all it drew where that is blank.</param>
/// <param name="LogProbs">The policy's log-probability of each of them.</param>
/// <param name="Drawn">Tokens that its seed has drawn so far.</param>
/// <param name="Continuations">Closing tags taken back so far.</param>
/// <param name="InThoughts">Whether its last step begins inside of a span of thoughts.</param>
internal sealed record HalfWritten(ImmutableArray<int> LastStep, ImmutableArray<float> LogProbs, int Drawn, int Continuations, bool InThoughts)
{
    /// <summary>The root and whole trajectories: nothing to go on with.</summary>
    public static HalfWritten None { get; } = new([], [], 0, 0, false);

    /// <summary>
    /// The byte strings that end a step written on from here: the delimiter, and where the text so far ends within one,
    /// the rest of it. (A rest that stands elsewhere ends nothing; the caller goes on there.)
    /// </summary>
    public ImmutableArray<ImmutableArray<byte>> StopsOf(string delimiter, Func<ImmutableArray<int>, byte[]> textOf)
    {
        byte[] whole = Encoding.UTF8.GetBytes(delimiter), text = textOf(LastStep);
        return [.. Enumerable.Range(0, whole.Length).Where(begun => text.AsSpan().EndsWith(whole.AsSpan(0, begun))).Select(begun => ImmutableArray.Create(whole.AsSpan(begun)))];
    }
}
