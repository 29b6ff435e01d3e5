using System.CommandLine;
using System.CommandLine.Parsing;
using Outthink.Backends.ModelCards;

namespace Outthink.Cli.Options;

/// <summary>
/// A command whose options are checked together, and against the catalogue, before anything is opened; what is found
/// is reported with the parser's own errors, in one list. (The parser's validators run before defaults are known.)
/// </summary>
internal sealed class CheckedCommand(string name, string description) : Command(name, description)
{
    readonly List<Func<CommandResult, IEnumerable<string>>> checks = [];

    /// <summary>Adds a check that yields what is wrong, each with what to do.</summary>
    public void AddCheck(Func<CommandResult, IEnumerable<string>> check) => checks.Add(check);

    /// <summary>Adds a check that the models named are there; a null names the role's default.</summary>
    public void AddModelCheck(ModelFolder models, Func<CommandResult, IEnumerable<(ModelRole Role, string? Name)>> named) => AddCheck(given =>
    {
        ModelCatalog catalog;
        try
        {
            catalog = models.Catalog(given);
        }
        catch (ModelCardException e)
        {
            return [e.Message];
        }
        return named(given).Select(model => Missing(catalog, model.Role, model.Name)).OfType<string>();
    });

    /// <summary>Everything the checks find wrong.</summary>
    public IEnumerable<string> Problems(CommandResult given) => checks.SelectMany(check =>
    {
        try
        {
            return (IEnumerable<string>)[.. check(given)];
        }
        catch (InvalidOperationException)
        {
            return []; // an option that the check looks at could not be read; the parser has said so
        }
    });

    static string? Missing(ModelCatalog catalog, ModelRole role, string? name)
    {
        try
        {
            catalog.Find(role, name);
            return null;
        }
        catch (ModelCardException e)
        {
            return e.Message;
        }
    }
}
