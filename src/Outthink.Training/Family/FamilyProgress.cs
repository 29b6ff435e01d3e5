namespace Outthink.Training.Family;

/// <summary>
/// Adds to each report how long the whole family still takes, if its models keep their speeds and those that have not
/// begun run as fast, in operations, as those that have. A model that has not begun counts whole, even if it will go on
/// from a checkpoint.
/// </summary>
internal sealed class FamilyProgress(IReadOnlyCollection<TrainingJob> jobs, int threads, IProgress<TrainingProgress> receiver) : IProgress<TrainingProgress>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrainingJob> _jobs = jobs.ToDictionary(job => job.Name);
    private readonly Dictionary<string, double> _left = jobs.ToDictionary(job => job.Name, job => job.Schedule.Updates * OperationsPerUpdate(job));
    private readonly Dictionary<string, double> _speeds = [];

    public void Report(TrainingProgress value)
    {
        lock (_gate)
        {
            if (value.Accuracy is not null)
            {
                _left.Remove(value.Model);
                _speeds.Remove(value.Model);
            }
            else
            {
                var operations = OperationsPerUpdate(_jobs[value.Model]);
                _left[value.Model] = (value.Updates - value.Update) * operations;
                _speeds[value.Model] = value.UpdatesPerSecond * operations;
            }
            receiver.Report(value with { Remaining = Remaining() });
        }
    }

    /// <summary>No less than the longest model takes, since it has one thread; null while no model's speed is known.</summary>
    private TimeSpan? Remaining()
    {
        if (_left.Count == 0) return TimeSpan.Zero;
        if (_speeds.Count == 0) return null;
        var mean = _speeds.Values.Average();
        double[] seconds = [.. _left.Select(left => left.Value / _speeds.GetValueOrDefault(left.Key, mean))];
        return TimeSpan.FromSeconds(Math.Max(seconds.Max(), seconds.Sum() / threads));
    }

    private static double OperationsPerUpdate(TrainingJob job) => 6.0 * job.Shape.EvaluatedParameters * job.TokensPerUpdate;
}
