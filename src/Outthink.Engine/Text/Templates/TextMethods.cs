using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>The methods of Python's strings that chat templates use. What they cut out keeps its marks.</summary>
static class TextMethods
{
    /// <summary>The method of that name, or null when there is none.</summary>
    public static Value? Find(MarkedText text, string name)
    {
        Func<Arguments, Value>? method = name switch
        {
            "strip" => given => Strip(text, given, start: true, end: true),
            "lstrip" => given => Strip(text, given, start: true, end: false),
            "rstrip" => given => Strip(text, given, start: false, end: true),
            "split" => given => Split(text, given),
            "splitlines" => given => SplitAt(text, "\n", -1, given.Meter, dropsLastEmpty: true),
            "startswith" => given => Value.Of(Any(given, part => text.Text.StartsWith(part, StringComparison.Ordinal))),
            "endswith" => given => Value.Of(Any(given, part => text.Text.EndsWith(part, StringComparison.Ordinal))),
            "replace" => given => Replace(text, given),
            "upper" => given => Cased(text, given.Meter, (c, _) => char.ToUpperInvariant(c)),
            "lower" => given => Cased(text, given.Meter, (c, _) => char.ToLowerInvariant(c)),
            "capitalize" => given => Cased(text, given.Meter, (c, i) => i == 0 ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)),
            "title" => given => Cased(text, given.Meter, (c, i) => i == 0 || !char.IsLetter(text.Text[i - 1]) ? char.ToUpperInvariant(c) : char.ToLowerInvariant(c)),
            "find" => given => Position(text, given),
            "isdigit" => given => Value.Of(text.Length > 0 && text.Text.All(char.IsDigit)),
            _ => null,
        };
        return method is null ? null : new Value.Function(method);
    }

    public static Value Replace(MarkedText text, Arguments given)
    {
        var (old, fresh, left) = (given.Text(0, "old"), given.Text(1, "new"), given.Integer(2, "count", -1));
        if (old.Length == 0)
            throw given.Meter.Fault("'replace' needs something to replace");
        given.Meter.Search(text, old);
        List<MarkedText> parts = [];
        var start = 0;
        for (int found; left != 0 && (found = text.Text.IndexOf(old.Text, start, StringComparison.Ordinal)) >= 0; left--)
        {
            parts.Add(text.Slice(start, found - start));
            given.Meter.Characters(fresh.Length);
            given.Meter.Steps(1);
            parts.Add(fresh);
            start = found + old.Length;
        }
        parts.Add(text.Slice(start, text.Length - start));
        return Value.Of(MarkedText.Concat([.. parts]));
    }

    public static Value Strip(MarkedText text, Arguments given, bool start, bool end)
    {
        var characters = given.Find(0, "chars") is Value.Text set ? set.Content.Text : null;
        given.Meter.Characters(text.Length * (1L + (characters?.Length ?? 0) / 64));
        return Value.Of(text.Trim(characters is null ? char.IsWhiteSpace : characters.Contains, start, end));
    }

    public static Value Cased(MarkedText text, Meter meter, Func<char, int, char> map)
    {
        meter.Characters(text.Length);
        return Value.Of(text.Map(map));
    }

    static Value.Items Split(MarkedText text, Arguments given)
    {
        var limit = given.Integer(1, "maxsplit", -1);
        if (given.Find(0, "sep") is not null and not Value.None)
        {
            var separator = given.Text(0, "sep");
            if (separator.Length == 0)
                throw given.Meter.Fault("'split' needs a separator that is not empty");
            given.Meter.Search(text, separator);
            return SplitAt(text, separator.Text, limit, given.Meter, dropsLastEmpty: false);
        }
        given.Meter.Characters(text.Length);
        var words = ImmutableArray.CreateBuilder<Value>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text.Text[at]))
                at++;
            if (at == text.Length)
                return new(words.DrainToImmutable());
            var start = at;
            while (at < text.Length && !char.IsWhiteSpace(text.Text[at]))
                at++;
            if (limit >= 0 && words.Count == limit)
                at = text.Length;
            given.Meter.Steps(1);
            words.Add(Value.Of(text.Slice(start, at - start)));
        }
    }

    static Value.Items SplitAt(MarkedText text, string separator, long limit, Meter meter, bool dropsLastEmpty)
    {
        var parts = ImmutableArray.CreateBuilder<Value>();
        var start = 0;
        for (int found; limit != 0 && (found = text.Text.IndexOf(separator, start, StringComparison.Ordinal)) >= 0; limit--)
        {
            meter.Steps(1);
            parts.Add(Value.Of(text.Slice(start, found - start)));
            start = found + separator.Length;
        }
        if (!dropsLastEmpty || start < text.Length)
            parts.Add(Value.Of(text.Slice(start, text.Length - start)));
        return new(parts.DrainToImmutable());
    }

    static bool Any(Arguments given, Func<string, bool> holds) => given.Get(0, "prefix") switch
    {
        Value.Text part => holds(part.Content.Text),
        Value.Items parts => parts.Content.Any(p => p is Value.Text part && holds(part.Content.Text)),
        var other => throw given.Meter.Fault($"text cannot begin or end with {Printing.Kind(other)}"),
    };

    static Value.Integer Position(MarkedText text, Arguments given)
    {
        var part = given.Text(0, "sub");
        given.Meter.Search(text, part);
        return new(text.Text.IndexOf(part.Text, StringComparison.Ordinal));
    }
}
