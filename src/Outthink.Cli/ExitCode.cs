namespace Outthink.Cli;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The command was understood and could not be carried out.</summary>
    public const int Failure = 1;

    /// <summary>The command line itself is wrong; nothing was opened.</summary>
    public const int Usage = 2;

    /// <summary>Interrupted; what had been found by then was printed.</summary>
    public const int Cancelled = 130;
}
