using System.Collections.Immutable;

namespace Outthink.Engine.Text.Templates;

/// <summary>Runs statements, collecting what they put out.</summary>
sealed class Renderer(Meter meter)
{
    readonly Evaluator evaluator = new(meter);

    enum Flow { On, Break, Continue }

    public MarkedText Render(ImmutableArray<Statement> body, Scope scope)
    {
        List<MarkedText> output = [];
        Run(body, scope, output);
        return MarkedText.Concat([.. output]);
    }

    Flow Run(ImmutableArray<Statement> body, Scope scope, List<MarkedText> output)
    {
        foreach (var statement in body)
        {
            meter.At(statement.Line);
            var flow = Run(statement, scope, output);
            if (flow != Flow.On)
                return flow;
        }
        return Flow.On;
    }

    Flow Run(Statement statement, Scope scope, List<MarkedText> output)
    {
        switch (statement)
        {
            case Statement.Literal literal:
                Put(literal.Content, output);
                return Flow.On;
            case Statement.Output put:
                Put(Printing.Show(evaluator.Evaluate(put.Content, scope), meter), output);
                return Flow.On;
            case Statement.Set set:
                Assign(set, scope);
                return Flow.On;
            case Statement.Capture capture:
                scope[capture.Name] = Value.Of(Render(capture.Body, new(scope)));
                return Flow.On;
            case Statement.If choice:
                foreach (var (condition, body) in choice.Branches)
                {
                    if (evaluator.IsTrue(condition, scope))
                        return Run(body, scope, output);
                }
                return Run(choice.Otherwise, scope, output);
            case Statement.For loop:
                return Repeat(loop, scope, output);
            case Statement.Macro macro:
                scope[macro.Name] = new Value.Function(given => Expand(macro, given, scope));
                return Flow.On;
            case Statement.Break:
                return Flow.Break;
            case Statement.Continue:
                return Flow.Continue;
            default:
                throw new InvalidOperationException($"Unknown statement {statement.GetType().Name}.");
        }
    }

    void Put(MarkedText text, List<MarkedText> output)
    {
        meter.Characters(text.Length);
        if (text.Length > 0)
            output.Add(text);
    }

    void Assign(Statement.Set set, Scope scope)
    {
        var content = evaluator.Evaluate(set.Content, scope);
        if (set.Attribute is null)
            scope[set.Name] = content;
        else if (scope.Find(set.Name) is Value.Namespace space)
            space.Content[set.Attribute] = content;
        else
            throw meter.Fault($"'{set.Name}' is no namespace, so its '{set.Attribute}' cannot be set");
    }

    Flow Repeat(Statement.For loop, Scope scope, List<MarkedText> output)
    {
        var elements = Iteration.Of(evaluator.Evaluate(loop.Source, scope), meter);
        if (loop.Filter is { } filter)
            elements = [.. elements.Where(element => evaluator.IsTrue(filter, Bind(loop, element, scope)))];
        if (elements.IsEmpty)
            return Run(loop.Otherwise, scope, output);
        for (var i = 0; i < elements.Length; i++)
        {
            var inner = Bind(loop, elements[i], scope);
            inner["loop"] = LoopState(elements, i);
            if (Run(loop.Body, inner, output) == Flow.Break)
                break;
        }
        return Flow.On;
    }

    Scope Bind(Statement.For loop, Value element, Scope scope)
    {
        meter.At(loop.Line);
        Scope inner = new(scope);
        if (loop.Targets.Length == 1)
        {
            inner[loop.Targets[0]] = element;
            return inner;
        }
        var parts = Iteration.Of(element, meter);
        if (parts.Length != loop.Targets.Length)
            throw meter.Fault($"an element of {parts.Length} parts does not go into {loop.Targets.Length} names");
        for (var i = 0; i < parts.Length; i++)
            inner[loop.Targets[i]] = parts[i];
        return inner;
    }

    static Value.Mapping LoopState(ImmutableArray<Value> elements, int at) => new(new(StringComparer.Ordinal)
    {
        ["index"] = new Value.Integer(at + 1),
        ["index0"] = new Value.Integer(at),
        ["revindex"] = new Value.Integer(elements.Length - at),
        ["revindex0"] = new Value.Integer(elements.Length - at - 1),
        ["first"] = Value.Of(at == 0),
        ["last"] = Value.Of(at == elements.Length - 1),
        ["length"] = new Value.Integer(elements.Length),
        ["previtem"] = at > 0 ? elements[at - 1] : new Value.Undefined("loop.previtem"),
        ["nextitem"] = at + 1 < elements.Length ? elements[at + 1] : new Value.Undefined("loop.nextitem"),
    });

    Value Expand(Statement.Macro macro, Arguments given, Scope scope)
    {
        meter.At(macro.Line);
        Scope inner = new(scope);
        if (given.Positional.Length > macro.Parameters.Length)
            throw meter.Fault($"the macro '{macro.Name}' takes {macro.Parameters.Length} arguments, not {given.Positional.Length}");
        for (var i = 0; i < macro.Parameters.Length; i++)
        {
            var (name, otherwise) = macro.Parameters[i];
            inner[name] = given.Find(i, name) ?? (otherwise is null ? new Value.Undefined(name) : evaluator.Evaluate(otherwise, inner));
        }
        return Value.Of(Render(macro.Body, inner));
    }
}
