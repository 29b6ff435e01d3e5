using System.Text.Json;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>A place in a JSON file, possibly absent. What is not as asked is an error with file and place.</summary>
readonly struct JsonPart(string file, string place, JsonElement element)
{
    public bool IsAbsent => element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
    public bool IsText => element.ValueKind == JsonValueKind.String;
    public bool IsObject => element.ValueKind == JsonValueKind.Object;
    public bool IsArray => element.ValueKind == JsonValueKind.Array;

    /// <summary>A member; absent when there is none, or this is absent itself.</summary>
    public JsonPart this[string name] => new(file, place.Length == 0 ? name : $"{place}.{name}",
        IsAbsent ? default : !IsObject ? throw Fault("should be an object") : element.TryGetProperty(name, out var member) ? member : default);

    public string Text()
    {
        if (!IsText)
            throw Fault("should be a text");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Fault($"is no valid text ({e.Message})");
        }
    }

    public int Integer() => element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) && value >= 0 ? value : throw Fault("should be an integer from 0 to 2147483647");

    /// <summary>A truth value, or null where there is none.</summary>
    public bool? Flag() => IsAbsent ? null : element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Fault("should be true or false");

    /// <summary>The members of an object, none when it is absent.</summary>
    public IEnumerable<(string Name, JsonPart Value)> Members()
    {
        if (IsAbsent)
            yield break;
        if (!IsObject)
            throw Fault("should be an object");
        foreach (var member in element.EnumerateObject())
            yield return (NameOf(member), new(file, place, member.Value));
    }

    /// <summary>The elements of an array, none when it is absent.</summary>
    public IEnumerable<JsonPart> Items()
    {
        if (IsAbsent)
            yield break;
        if (!IsArray)
            throw Fault("should be an array");
        var index = 0;
        foreach (var item in element.EnumerateArray())
            yield return new(file, $"{place}[{index++}]", item);
    }

    public ModelFileException Fault(string message) => new(file, $"{(place.Length == 0 ? "the whole" : $"'{place}'")} {message}");

    string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException e)
        {
            throw Fault($"has a member whose name is no valid text ({e.Message})");
        }
    }
}
