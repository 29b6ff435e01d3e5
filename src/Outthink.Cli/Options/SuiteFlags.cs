using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Evaluation.Suites;
using Outthink.Evaluation.Suites.Arithmetic;

namespace Outthink.Cli.Options;

/// <summary>Which problems: the built-in suite or a file.</summary>
internal sealed class SuiteFlags
{
    /// <summary>Problems drawn from the built-in suite when nobody says how many.</summary>
    const int DefaultDraw = 500;

    public Option<string> Suite { get; } = new("--suite")
    {
        Description = "\"arithmetic\" (held-out problems, built in) or a JSON lines or Parquet file with \"problem\" and \"answer\"",
        HelpName = "arithmetic|FILE",
        DefaultValueFactory = _ => ArithmeticSuite.Name,
    };

    public Option<int?> Limit { get; } = new("--limit")
    {
        Description = $"Problems at most: the first ones of a file, or so many drawn [default: all of a file, {DefaultDraw} of arithmetic]",
        HelpName = "K",
        Validators = { r => { if (r.GetValueOrDefault<int?>() is < 1) r.AddError("--limit: give at least 1"); } },
    };

    public Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Draws the arithmetic problems, and seeds sampling unless --sampling-seed does",
        HelpName = "S",
        DefaultValueFactory = _ => 0,
    };

    public IEnumerable<Option> All => [Suite, Limit, Seed];

    /// <summary>Says when the file is not there, before anything is opened.</summary>
    public IEnumerable<string> Check(CommandResult given)
    {
        string name = given.GetValue(Suite)!;
        if (name != ArithmeticSuite.Name && !File.Exists(name))
            yield return $"--suite: there is no file '{name}'; give a JSON lines or Parquet file, or \"{ArithmeticSuite.Name}\"";
    }

    /// <exception cref="SuiteFormatException">The file has unreadable lines.</exception>
    public async Task<Suite> ReadAsync(CommandResult given, CancellationToken cancellationToken)
    {
        string name = given.GetValue(Suite)!;
        int? limit = given.GetValue(Limit);
        return name == ArithmeticSuite.Name
            ? Evaluation.Suites.Suite.DrawArithmetic(given.GetValue(Seed), limit ?? DefaultDraw)
            : await SuiteFile.ReadAsync(name, limit ?? int.MaxValue, cancellationToken);
    }
}
