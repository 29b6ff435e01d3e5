using System.Collections.Immutable;
using Outthink.Evaluation.Runs;
using Outthink.Evaluation.Suites;

namespace Outthink.Evaluation.Studies;

/// <summary>One run of a study, kept in a file of its own.</summary>
/// <param name="Name">Stem of the file's name.</param>
/// <param name="Suite">Its problems, which no other run of the study has.</param>
/// <param name="Seed">They were drawn with.</param>
/// <param name="Rows">What is run.</param>
/// <param name="Difficulty">How difficulty is sampled; null where it is not asked for.</param>
public sealed record StudyRun(string Name, Suite Suite, ulong Seed, ImmutableArray<RowPlan> Rows, SearchOptions? Difficulty);
