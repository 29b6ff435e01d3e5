using Outthink.Answers.Numerics;
using Outthink.Answers.Units;

namespace Outthink.Answers.Values;

/// <summary>A value with a unit, a percent sign or money's sign.</summary>
internal sealed record Quantity(Term Value, Unit Unit) : Term;

/// <summary>A numeral in a stated base, such as 52₈.</summary>
internal sealed record BaseNumeral(string Digits, int Base, Rational Value) : Term;

/// <summary>A time of day, in seconds after midnight; without a half of the day, as the clock shows it.</summary>
internal sealed record ClockTime(int Seconds, string Half) : Term;

/// <summary>A letter of a choice, alone or with the text of the choice after it.</summary>
internal sealed record Choice(char Letter, string Text) : Term;

/// <summary>Words.</summary>
internal sealed record Words(string Content) : Term;

/// <summary>The dots of a list that goes on.</summary>
internal sealed record Dots : Term;

/// <summary>A chemical formula or equation, in canonical writing.</summary>
internal sealed record Chemical(string Canonical) : Term;
