using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>Computes expressions.</summary>
sealed class Evaluator(Meter meter)
{
    public Value Evaluate(Expression expression, Scope scope)
    {
        meter.At(expression.Line);
        switch (expression)
        {
            case Expression.Literal literal:
                return literal.Content;
            case Expression.Variable name:
                return scope.Find(name.Identifier);
            case Expression.ListOf list:
                return new Value.Items([.. list.Elements.Select(element => Evaluate(element, scope))]);
            case Expression.MappingOf mapping:
                return Map(mapping, scope);
            case Expression.Not not:
                return Value.Of(!IsTrue(not.Operand, scope));
            case Expression.Negate negate:
                return Operators.Apply("-", new Value.Integer(0), Evaluate(negate.Operand, scope), meter);
            case Expression.And and:
                return Evaluate(and.Left, scope) is var left && Comparison.IsTrue(left) ? Evaluate(and.Right, scope) : left;
            case Expression.Or or:
                return Evaluate(or.Left, scope) is var first && !Comparison.IsTrue(first) ? Evaluate(or.Right, scope) : first;
            case Expression.Binary binary:
                return Operators.Apply(binary.Operator, Evaluate(binary.Left, scope), Evaluate(binary.Right, scope), meter);
            case Expression.Choice choice:
                return IsTrue(choice.Condition, scope) ? Evaluate(choice.Then, scope)
                    : choice.Otherwise is { } otherwise ? Evaluate(otherwise, scope) : new Value.Undefined("the value of an 'if' without 'else'");
            case Expression.Member member:
                return Members.Attribute(Evaluate(member.Target, scope), member.Attribute, meter);
            case Expression.Index index:
                return Members.Element(Evaluate(index.Target, scope), Evaluate(index.Key, scope), meter);
            case Expression.Slice slice:
                return Iteration.Slice(Evaluate(slice.Target, scope), Bound(slice.Start, scope), Bound(slice.Stop, scope), Bound(slice.Step, scope) ?? 1, meter);
            case Expression.Call call:
                return Call(call, scope);
            case Expression.Filter filter:
                return Filters.Apply(filter.Name, Evaluate(filter.Target, scope), Given(filter.Name, filter.Given, scope))
                    ?? throw meter.Fault($"there is no filter '{filter.Name}'; there are {Filters.Names}");
            case Expression.Test test:
                return Value.Of(ValueTests.Holds(test.Name, Evaluate(test.Target, scope), Given(test.Name, test.Given, scope)));
            default:
                throw new InvalidOperationException($"Unknown expression {expression.GetType().Name}.");
        }
    }

    public bool IsTrue(Expression expression, Scope scope) => Comparison.IsTrue(Evaluate(expression, scope));

    Value.Mapping Map(Expression.MappingOf mapping, Scope scope)
    {
        OrderedDictionary<string, Value> entries = new(StringComparer.Ordinal);
        foreach (var (key, content) in mapping.Entries)
        {
            if (Evaluate(key, scope) is not Value.Text name)
                throw meter.Fault("the keys of a mapping are text here");
            entries[name.Content.Text] = Evaluate(content, scope);
        }
        return new(entries);
    }

    Value Call(Expression.Call call, Scope scope)
    {
        var name = call.Target switch
        {
            Expression.Variable named => named.Identifier,
            Expression.Member member => member.Attribute,
            _ => "the value",
        };
        if (Evaluate(call.Target, scope) is not Value.Function function)
            throw meter.Fault($"'{name}' is no function that is known here");
        var given = Given(name, call.Given, scope);
        meter.At(call.Line);
        return function.Call(given);
    }

    Arguments Given(string callee, CallArguments given, Scope scope)
    {
        ImmutableArray<Value> positional = [.. given.Positional.Select(argument => Evaluate(argument, scope))];
        Dictionary<string, Value> named = new(StringComparer.Ordinal);
        foreach (var (name, content) in given.Named)
        {
            if (!named.TryAdd(name, Evaluate(content, scope)))
                throw meter.Fault($"'{callee}' is given '{name}' twice");
        }
        return new(callee, positional, named, meter);
    }

    long? Bound(Expression? bound, Scope scope) => bound is null ? null : Evaluate(bound, scope) switch
    {
        Value.Integer integer => integer.Content,
        Value.None => null,
        var other => throw meter.Fault($"a slice's bounds are whole numbers, not {Printing.Kind(other)}"),
    };
}
