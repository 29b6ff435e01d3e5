namespace Outthink.Peers.Speed;

/// <summary>One run of a workload.</summary>
/// <param name="Prefill">Tokens of the prompt per second.</param>
/// <param name="Decode">New tokens of all sequences per second.</param>
/// <param name="Parameters">Evaluated per token; 0 where the program does not say.</param>
readonly record struct Rates(double Prefill, double Decode, long Parameters = 0)
{
    public double Of(Figure figure) => figure == Figure.Prefill ? Prefill : Decode;
}
