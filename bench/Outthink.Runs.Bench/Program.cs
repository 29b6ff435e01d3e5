using System.Globalization;
using Outthink.Evaluation.Suites;
using Outthink.Runs.Bench;

// Kills 'outthink eval --run' again and again and compares what it leaves with an undisturbed run.
// Arguments: kills (50) and seed (0). The folder it works in is made anew and removed.
int kills = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50;
ulong seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 0;
using KilledRuns killed = new(new SplitMix64(seed), Console.Out);
return killed.Prove(kills) ? 0 : 1;
