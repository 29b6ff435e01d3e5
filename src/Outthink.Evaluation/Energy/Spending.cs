namespace Outthink.Evaluation.Energy;

/// <summary>A share of wall-clock time and of energy.</summary>
/// <param name="Seconds">Seconds of the machine.</param>
/// <param name="Joules">Null where the energy is not known.</param>
public readonly record struct Spending(double Seconds, double? Joules);
