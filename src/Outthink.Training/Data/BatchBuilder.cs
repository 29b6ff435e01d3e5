using System.Runtime.InteropServices;
using Outthink.Evaluation.Suites.Arithmetic;
using Outthink.Training.Network;
using Outthink.Training.Text;

namespace Outthink.Training.Data;

/// <summary>
/// The batches of a training run. Batch n depends on the seed and n alone, so a run can be taken up anywhere. Not
/// thread-safe.
/// </summary>
internal sealed class BatchBuilder(TrainingText text, ulong seed, int tokensPerBatch)
{
    private readonly FamilyTokeniser _tokeniser = new();
    private readonly List<int> _tokens = [];
    private readonly List<int> _targets = [];

    /// <summary>Replaces the batch by number <paramref name="index"/>: documents until the tokens are reached.</summary>
    internal void Fill(PackedBatch batch, int index)
    {
        batch.Clear();
        var stream = new ArithmeticStream(seed, (ulong)index);
        while (batch.Tokens.Count < tokensPerBatch)
        {
            var problem = stream.Next();
            if (text == TrainingText.StepLabels) AddLabelled(batch, problem, stream);
            else AddSolution(batch, problem.Text, Layout(text, problem.Solution));
        }
    }

    /// <summary>A solution, or a step of it, as a network trained on <paramref name="text"/> reads it.</summary>
    internal static string Layout(TrainingText text, string solution)
        => text == TrainingText.SolutionsWithDigitsReversed ? Digits.Reverse(solution) : solution;

    /// <summary>Adds a problem and a solution, every token of which, and the end of sequence, is to be predicted.</summary>
    internal void AddSolution(PackedBatch batch, string problem, string solution)
    {
        var prompt = Prompt(problem);
        _tokeniser.Encode(solution, _tokens);
        _targets.AddRange(CollectionsMarshal.AsSpan(_tokens)[prompt..]);
        _targets.Add(FamilyTokeniser.Eos);
        batch.Add(CollectionsMarshal.AsSpan(_tokens), prompt - 1, CollectionsMarshal.AsSpan(_targets));
    }

    /// <summary>
    /// Adds a problem and steps that somebody wrote, every token to be predicted; returns after how many predicted
    /// tokens each step ends. A last step without a delimiter ends with the end of sequence.
    /// </summary>
    internal IReadOnlyList<int> AddSolutionSteps(PackedBatch batch, string problem, IEnumerable<string> steps)
    {
        var prompt = Prompt(problem);
        var ends = new List<int>();
        foreach (var step in steps)
        {
            _tokeniser.Encode(step, _tokens);
            if (_tokens[^1] != FamilyTokeniser.Delimiter) _tokens.Add(FamilyTokeniser.Eos);
            ends.Add(_tokens.Count - prompt);
        }
        _targets.AddRange(CollectionsMarshal.AsSpan(_tokens)[prompt..]);
        _tokens.RemoveAt(_tokens.Count - 1);
        batch.Add(CollectionsMarshal.AsSpan(_tokens), prompt - 1, CollectionsMarshal.AsSpan(_targets));
        return ends;
    }

    /// <summary>Adds a problem and steps with a label to be predicted at each step's end: "+" for the first <paramref name="right"/>.</summary>
    internal void AddSteps(PackedBatch batch, string problem, IReadOnlyList<string> steps, int right)
    {
        int good = _tokeniser.Id("+"), bad = _tokeniser.Id("-");
        var prompt = Prompt(problem);
        _targets.Add(-1);
        for (var i = 0; i < steps.Count; i++)
        {
            _tokeniser.Encode(steps[i], _tokens);
            if (_tokens[^1] != FamilyTokeniser.Delimiter) _tokens.Add(FamilyTokeniser.Delimiter);
            while (_targets.Count < _tokens.Count - prompt) _targets.Add(-1);
            _targets.Add(i < right ? good : bad);
        }
        batch.Add(CollectionsMarshal.AsSpan(_tokens), prompt - 1, CollectionsMarshal.AsSpan(_targets));
    }

    private void AddLabelled(PackedBatch batch, ArithmeticProblem problem, ArithmeticStream stream)
    {
        if (stream.Random.Below(3) == 0)
        {
            AddSteps(batch, problem.Text, problem.Steps, problem.Steps.Length);
            return;
        }
        var steps = Corruption.FirstError(problem, ref stream.Random);
        AddSteps(batch, problem.Text, steps, steps.Length - 1);
    }

    /// <summary>Starts a document; returns how many tokens its prompt has, the blank line included.</summary>
    private int Prompt(string problem)
    {
        _tokens.Clear();
        _targets.Clear();
        _tokens.Add(FamilyTokeniser.Bos);
        _tokeniser.Encode(problem, _tokens);
        _tokens.Add(FamilyTokeniser.Delimiter);
        return _tokens.Count;
    }
}
