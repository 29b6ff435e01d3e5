using Outthink.Training.Data;
using Outthink.Training.Family;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;

namespace Outthink.Training.Tests.Family;

public sealed class FamilyProgressTests : IProgress<TrainingProgress>
{
    private readonly FamilyProgress _progress;
    private TrainingProgress? _last;

    public FamilyProgressTests() => _progress = new FamilyProgress([Job("long", 1000), Job("short", 400), Job("late", 200)], threads: 2, this);

    void IProgress<TrainingProgress>.Report(TrainingProgress value) => _last = value;

    [Fact]
    public void Waiting_models_are_expected_to_run_as_fast_as_the_others()
    {
        Say("long", 500, 1000, 10);
        Assert.Equal(TimeSpan.FromSeconds(55), _last!.Remaining);
        Say("short", 200, 400, 10);
        Assert.Equal(TimeSpan.FromSeconds(50), _last!.Remaining);
    }

    [Fact]
    public void A_model_is_never_done_sooner_than_its_one_thread_allows()
    {
        Say("long", 0, 1000, 10);
        Say("short", 399, 400, 10);
        Say("late", 199, 200, 10);
        Assert.Equal(TimeSpan.FromSeconds(100), _last!.Remaining);
    }

    [Fact]
    public void When_all_are_done_nothing_is_left()
    {
        foreach (var (name, updates) in ((string, int)[])[("long", 1000), ("short", 400), ("late", 200)])
        {
            Say(name, updates, updates, 10);
            _progress.Report(new TrainingProgress(name, updates, updates, 0, 0, 0, Accuracy: 0.5));
        }

        Assert.Equal(TimeSpan.Zero, _last!.Remaining);
    }

    private void Say(string name, int update, int updates, double speed) => _progress.Report(new TrainingProgress(name, update, updates, 1, 1, speed));

    private static TrainingJob Job(string name, int updates) => new()
    {
        Name = name,
        Shape = new NetworkShape(32, 1, 2, 32, 485),
        Text = TrainingText.Solutions,
        Schedule = new Schedule(1e-2f, updates),
    };
}
