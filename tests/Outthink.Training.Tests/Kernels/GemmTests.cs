using Outthink.Evaluation.Suites;
using Outthink.Training.Kernels;

namespace Outthink.Training.Tests.Kernels;

public sealed unsafe class GemmTests
{
    [Theory]
    [InlineData(8, 16, 1)]
    [InlineData(16, 32, 7)]
    [InlineData(24, 48, 33)]
    [InlineData(8, 64, 20)]
    [InlineData(32, 176, 64)]
    [InlineData(16, 496, 48)]
    [InlineData(13, 80, 5)]
    [InlineData(29, 16, 9)]
    [InlineData(1, 112, 16)]
    public void Agrees_with_the_scalar_sum(int m, int n, int k)
    {
        var random = new SplitMix64(7);
        int rows = Gemm.WholeTiles(m);
        FloatBuffer a = Filled(rows * k, ref random), b = Filled(k * n, ref random), c = Filled(rows * n, ref random), d = new(rows * n), e = new(rows * n);
        var before = new ReadOnlySpan<float>(c.Pointer, m * n).ToArray();

        Gemm.Multiply(m, n, k, a.Pointer, k, 1, b.Pointer, n, e.Pointer, n, c.Pointer);
        Gemm.Multiply(m, n, k, a.Pointer, k, 1, b.Pointer, n, c.Pointer, n, c.Pointer);
        Gemm.Multiply(m, n, k, a.Pointer, 1, m, b.Pointer, n, d.Pointer, n);

        Assert.Equal(new ReadOnlySpan<float>(e.Pointer, m * n), new ReadOnlySpan<float>(c.Pointer, m * n));

        for (var i = 0; i < m; i++)
            for (var j = 0; j < n; j++)
            {
                double plain = 0, transposed = 0;
                for (var p = 0; p < k; p++)
                {
                    plain += (double)a.Pointer[i * k + p] * b.Pointer[p * n + j];
                    transposed += (double)a.Pointer[p * m + i] * b.Pointer[p * n + j];
                }
                Assert.Equal(plain + before[i * n + j], c.Pointer[i * n + j], 1e-5 * k + 1e-5);
                Assert.Equal(transposed, d.Pointer[i * n + j], 1e-5 * k + 1e-5);
            }
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(48, 32)]
    public void A_transpose_has_every_element_in_its_place(int rows, int columns)
    {
        var random = new SplitMix64(3);
        FloatBuffer source = Filled(rows * columns, ref random), target = new(rows * columns);

        Transposition.Transpose(rows, columns, source.Pointer, columns, target.Pointer, rows);

        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                Assert.Equal(source.Pointer[row * columns + column], target.Pointer[column * rows + row]);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 32)]
    [InlineData(37, 64)]
    public void Exponentials_and_their_share_are_a_softmax(int valid, int width)
    {
        var random = new SplitMix64(4);
        var row = Filled(width, ref random);
        var scores = new ReadOnlySpan<float>(row.Pointer, valid).ToArray();
        var sum = scores.Sum(score => Math.Exp(3 * score));

        var (logSum, share) = Pointwise.Exponentials(row.Pointer, valid, width, 3);

        Assert.Equal(Math.Log(sum), logSum, 1e-5);
        for (var i = 0; i < width; i++) Assert.Equal(i < valid ? Math.Exp(3 * scores[i]) / sum : 0, row.Pointer[i] * share, 1e-6);
    }

    [Fact]
    public void The_exponential_is_close_to_the_library_s()
    {
        for (var x = -86f; x < 86f; x += 0.37f)
        {
            var expected = Math.Exp(x);
            var value = Pointwise.Exp(System.Runtime.Intrinsics.Vector512.Create(x))[3];
            Assert.InRange(value / expected, 1 - 3e-7, 1 + 3e-7);
        }
    }

    [Fact]
    public void A_rotation_is_undone_by_its_opposite_and_turns_neighbouring_pairs()
    {
        var table = new RotaryTable(16, 8);
        var random = new SplitMix64(9);
        var row = Filled(32, ref random);
        var before = new ReadOnlySpan<float>(row.Pointer, 32).ToArray();

        table.Rotate(row.Pointer, 2, 3, 1);
        Assert.Equal(before[0] * Math.Cos(3) - before[1] * Math.Sin(3), row.Pointer[0], 1e-5);
        Assert.Equal(before[1] * Math.Cos(3) + before[0] * Math.Sin(3), row.Pointer[1], 1e-5);

        table.Rotate(row.Pointer, 2, 3, -1);
        for (var i = 0; i < 32; i++) Assert.Equal(before[i], row.Pointer[i], 1e-5);
    }

    private static FloatBuffer Filled(int count, ref SplitMix64 random)
    {
        var buffer = new FloatBuffer(count);
        for (var i = 0; i < count; i++) buffer.Pointer[i] = random.Fraction() - 0.5f;
        return buffer;
    }
}
