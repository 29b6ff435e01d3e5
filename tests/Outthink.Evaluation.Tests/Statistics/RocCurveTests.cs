using FsCheck.Xunit;
using Outthink.Evaluation.Statistics;

namespace Outthink.Evaluation.Tests.Statistics;

public sealed class RocCurveTests
{
    [Fact]
    public void Ties_count_half() =>
        Assert.Equal(3.5 / 4, RocCurve.Area([(0.9, true), (0.5, true), (0.5, false), (0.1, false)]));

    [Fact]
    public void One_kind_alone_has_no_area()
    {
        Assert.Null(RocCurve.Area([(0.9, true)]));
        Assert.Null(RocCurve.Area([]));
    }

    [Fact]
    public void A_score_that_is_no_number_is_refused() =>
        Assert.Throws<ArgumentException>(() => RocCurve.Area([(double.NaN, true), (0.5, false)]));

    [Property]
    public bool Area_is_the_share_of_pairs_won(byte[] right, byte[] wrong)
    {
        if (right.Length == 0 || wrong.Length == 0) return true;
        double won = right.Sum(r => wrong.Sum(w => r % 8 > w % 8 ? 1.0 : r % 8 == w % 8 ? 0.5 : 0));
        double? area = RocCurve.Area([.. right.Select(r => (r % 8 / 8.0, true)), .. wrong.Select(w => (w % 8 / 8.0, false))]);
        return Math.Abs(area!.Value - won / ((double)right.Length * wrong.Length)) < 1e-12;
    }
}
