using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Planning;

namespace Outthink.Cli.Options;

/// <summary>The rules that stop early, each off unless given; a strategy ignores those it does not use.</summary>
internal sealed class ThriftFlags
{
    static readonly Thrift Defaults = new();

    readonly Option<double?> safeVote = new("--safe-vote")
    {
        Description = "Stop a vote (majority, best-of-n with --select weighted or majority) when its leader would still lead after all N with probability P",
        HelpName = "P",
    };

    readonly Option<double?> leastVoteGain = new("--least-vote-gain")
    {
        Description = "Stop a vote when drawing all N is expected to raise the winner's share of the votes by less than G; meant for majorities",
        HelpName = "G",
    };

    readonly Option<double?> leastGain = new("--least-gain")
    {
        Description = "Stop best-of-n (--select best) when one more sample is expected to raise the best score by less than G",
        HelpName = "G",
    };

    readonly Option<int> wave = new("--wave")
    {
        Description = "Samples before the first look of --safe-vote, --least-vote-gain or --least-gain; their number grows by a quarter until each further one",
        HelpName = "W",
        DefaultValueFactory = _ => Defaults.Wave,
    };

    readonly Option<int?> rejectAfter = new("--reject-after")
    {
        Description = "Score each step after K tokens, and do not finish the weak beginnings (beam, dvts)",
        HelpName = "K",
    };

    readonly Option<double> rejectBelow = new("--reject-below")
    {
        Description = "A beginning is weak below this share of its best sibling's score",
        HelpName = "R",
        DefaultValueFactory = _ => Defaults.RejectBelow,
    };

    readonly Option<int> verifyEvery = new("--verify-every")
    {
        Description = "Most steps between two verifications, for beams whose scores hold steady (beam, dvts); 1 verifies all",
        HelpName = "G",
        DefaultValueFactory = _ => Defaults.VerifyEvery,
    };

    readonly Option<int?> enough = new("--enough")
    {
        Description = "Stop when K have finished, counted in tokens, and drop the stragglers (all but cot)",
        HelpName = "K",
    };

    public IEnumerable<Option> All => [safeVote, leastVoteGain, leastGain, wave, rejectAfter, rejectBelow, verifyEvery, enough];

    /// <summary>The rules given; null for none.</summary>
    public Thrift? Read(SymbolResult parsed)
    {
        Thrift given = new()
        {
            SafeVote = parsed.GetValue(safeVote),
            LeastVoteGain = parsed.GetValue(leastVoteGain),
            LeastGain = parsed.GetValue(leastGain),
            Wave = parsed.GetValue(wave),
            RejectAfter = parsed.GetValue(rejectAfter),
            RejectBelow = parsed.GetValue(rejectBelow),
            VerifyEvery = parsed.GetValue(verifyEvery),
            Enough = parsed.GetValue(enough),
        };
        return given == Defaults ? null : given;
    }
}
