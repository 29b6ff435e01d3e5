namespace Outthink.Engine.Text.Templates;

/// <summary>The names that can be seen at a place: those set here, then those around it.</summary>
sealed class Scope(Scope? around = null)
{
    readonly Dictionary<string, Value> values = new(StringComparer.Ordinal);

    public Value this[string name]
    {
        set => values[name] = value;
    }

    public Value Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Around)
        {
            if (scope.values.TryGetValue(name, out var value))
                return value;
        }
        return new Value.Undefined(name);
    }

    Scope? Around => around;
}
