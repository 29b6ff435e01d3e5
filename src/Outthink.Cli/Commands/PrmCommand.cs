using System.CommandLine;
using Outthink.Cli.Options;

namespace Outthink.Cli.Commands;

/// <summary><c>outthink prm</c>: reward models for their own sake.</summary>
internal static class PrmCommand
{
    public static Command Create(Terminal terminal, ModelFolder models) => new("prm", "How good a reward model is, and what it says of a solution.")
    {
        PrmEvaluateCommand.Create(terminal, models),
        PrmScoreCommand.Create(terminal, models),
        PrmStudyCommand.Create(terminal, models),
    };
}
