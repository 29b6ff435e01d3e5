using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>
/// One chain of operations on one number, told in sentences and solved step by step. "Move" operations compare
/// somebody new with the story's owner, and the story goes on with the new one.
/// </summary>
internal ref struct Story
{
    private readonly ArithmeticLevel _level;
    private readonly List<string> _sentences = [];
    private readonly ImmutableArray<string>.Builder _steps = ImmutableArray.CreateBuilder<string>();
    private readonly List<string> _unusedNames = [.. Phrases.Names];
    private readonly int _operations;
    private readonly string _things;
    private readonly string _otherThings;
    private ref SplitMix64 _random;
    private string _owner;
    private int _value;
    private bool _sold;

    internal Story(ArithmeticLevel level, ref SplitMix64 random)
    {
        _level = level;
        _random = ref random;
        _operations = random.Between(level.FewestOperations, level.MostOperations);
        var things = random.Below(Phrases.Things.Length);
        var others = random.Below(Phrases.Things.Length - 1);
        _things = Phrases.Things[things];
        _otherThings = Phrases.Things[others < things ? others : others + 1];
        _owner = TakeName();
    }

    internal ArithmeticProblem Tell()
    {
        _value = _random.Between(2, Math.Max(12, _level.Cap / 3));
        Say(Phrases.Starts, a: _value);
        while (_steps.Count < _operations)
            while (!TryOperation()) { }
        var distractors = _random.Between(_level.FewestDistractors, _level.MostDistractors);
        for (var i = 0; i < distractors; i++)
            _sentences.Insert(_random.Between(1, _sentences.Count), Fill(Pick(Phrases.Distractors), PickOther(), a: _random.Between(2, Math.Max(12, _level.Cap / 3))));
        Say(_sold ? Phrases.SaleQuestions : Phrases.Questions);
        var answer = _value.ToString(CultureInfo.InvariantCulture);
        _steps.Add($@"The answer is \boxed{{{answer}}}.");
        return new ArithmeticProblem
        {
            Text = string.Join(' ', _sentences),
            Level = _level.Level,
            Answer = answer,
            Steps = _steps.ToImmutable(),
        };
    }

    /// <summary>Draws an operation and applies it; false if it does not fit the cap, the divisor or the steps left.</summary>
    private bool TryOperation() => _random.Below(100) switch
    {
        < 14 => TryPacks(),
        < 40 => TryGain(),
        < 64 => TryLoss(),
        < 84 => TryMultiple(),
        _ => TryShare(),
    };

    private bool TryPacks()
    {
        var packs = _random.Between(2, 9);
        var most = Math.Min((_level.Cap - _value) / packs, _level.Cap / 12);
        if (most < 2 || _steps.Count + 2 > _operations) return false;
        var size = _random.Between(2, most);
        Say(Phrases.Packs, p: packs, q: size);
        var before = _value;
        Step(packs, '*', size, packs * size);
        Step(before, '+', packs * size, before + packs * size);
        return true;
    }

    private bool TryGain()
    {
        var most = Math.Min(_level.Cap - _value, Math.Max(20, _level.Cap / 2));
        if (most < 2) return false;
        var amount = _random.Between(2, most);
        SayOrMove(Phrases.Gains, Phrases.GainsThatMove, b: amount);
        Step(_value, '+', amount, _value + amount);
        return true;
    }

    private bool TryLoss()
    {
        if (_value < 4) return false;
        var amount = _random.Between(2, _value - 2);
        SayOrMove(Phrases.Losses, Phrases.LossesThatMove, b: amount);
        Step(_value, '-', amount, _value - amount);
        return true;
    }

    private bool TryMultiple()
    {
        var most = Math.Min(9, _level.Cap / _value);
        if (most < 2) return false;
        var factor = _random.Between(2, most);
        if (_steps.Count == _operations - 1 && _random.Below(3) == 0)
        {
            Say(Phrases.Sales, k: factor);
            _sold = true;
        }
        else if (factor == 2 && _random.Below(2) == 0)
            SayOrMove(Phrases.Doublings, Phrases.DoublingsThatMove);
        else
            SayOrMove(Phrases.Multiples, Phrases.MultiplesThatMove, k: factor);
        Step(_value, '*', factor, _value * factor);
        return true;
    }

    private bool TryShare()
    {
        var divisor = _random.Between(2, 9);
        if (_value % divisor != 0 || _value / divisor < 2) return false;
        if (divisor == 2 && _random.Below(2) == 0)
            SayOrMove(Phrases.Halvings, Phrases.HalvingsThatMove);
        else
            Say(Phrases.Shares, k: divisor);
        Step(_value, '/', divisor, _value / divisor);
        return true;
    }

    private void Step(int left, char operation, int right, int result)
    {
        _steps.Add(string.Create(CultureInfo.InvariantCulture, $"Step {_steps.Count + 1}: {left} {operation} {right} = {result}{ArithmeticProblem.Delimiter}"));
        _value = result;
    }

    private void Say(ImmutableArray<string> wordings, int a = 0, int b = 0, int k = 0, int p = 0, int q = 0)
        => _sentences.Add(Fill(Pick(wordings), PickOther(), a, b, k, p, q));

    /// <summary>Tells an operation; in one case of three, while names last, as a comparison that moves to somebody new.</summary>
    private void SayOrMove(ImmutableArray<string> wordings, ImmutableArray<string> moves, int b = 0, int k = 0)
    {
        if (_unusedNames.Count < 4 || _random.Below(3) != 0)
        {
            Say(wordings, b: b, k: k);
            return;
        }
        var next = TakeName();
        _sentences.Add(Fill(Pick(moves), next, b: b, k: k));
        _owner = next;
    }

    private string Fill(string wording, string other, int a = 0, int b = 0, int k = 0, int p = 0, int q = 0)
    {
        var text = new StringBuilder(64);
        for (var i = 0; i < wording.Length; i++)
        {
            if (wording[i] != '{')
            {
                text.Append(wording[i]);
                continue;
            }
            _ = wording[i + 1] switch
            {
                'N' => text.Append(_owner),
                'M' => text.Append(other),
                'o' => text.Append(_things),
                'x' => text.Append(_otherThings),
                'a' => text.Append(CultureInfo.InvariantCulture, $"{a}"),
                'b' => text.Append(CultureInfo.InvariantCulture, $"{b}"),
                'k' => text.Append(CultureInfo.InvariantCulture, $"{k}"),
                'p' => text.Append(CultureInfo.InvariantCulture, $"{p}"),
                'q' => text.Append(CultureInfo.InvariantCulture, $"{q}"),
                var slot => throw new InvalidOperationException($"The wording '{wording}' has an unknown slot '{slot}'."),
            };
            i += 2;
        }
        return text.ToString();
    }

    private string Pick(ImmutableArray<string> wordings) => wordings[_random.Below(wordings.Length)];

    /// <summary>Somebody whose own number the story never tells, so that no sentence contradicts another.</summary>
    private string PickOther() => _unusedNames[_random.Below(_unusedNames.Count)];

    private string TakeName()
    {
        var name = PickOther();
        _unusedNames.Remove(name);
        return name;
    }
}
