using Outthink.Engine.Weights;

namespace Outthink.Peers.Speed;

/// <summary>What both sides run: a model, and sequences on a shared prompt.</summary>
/// <param name="IsTiny">Whether the model is the tiny family's largest, not the one under comparison.</param>
/// <param name="Type">Type of all matrices.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="NewTokens">Tokens of each sequence after it.</param>
/// <param name="Sequences">Sequences beside each other.</param>
sealed record Workload(bool IsTiny, TensorType Type, int PromptTokens, int NewTokens, int Sequences);
