namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>The endless stream of training problems: never a held-out one, levels uniform, practically no repetition.</summary>
public sealed class ArithmeticStream(ulong seed, ulong index)
{
    private SplitMix64 _random = SplitMix64.At(seed, index);

    /// <summary>The generator behind the stream, for choices that belong to it.</summary>
    public ref SplitMix64 Random => ref _random;

    /// <summary>The next problem that is not held out.</summary>
    public ArithmeticProblem Next()
    {
        while (true)
        {
            var ranges = ArithmeticLevel.ForTraining[_random.Below(ArithmeticLevel.ForTraining.Length)];
            var problem = new Story(ranges[_random.Below(ranges.Length)], ref _random).Tell();
            if (!ArithmeticSuite.IsHeldOut(problem.Text)) return problem;
        }
    }
}
