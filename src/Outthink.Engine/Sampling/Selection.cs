namespace Outthink.Engine.Sampling;

/// <summary>Cuts a distribution by setting weights to zero, without sorting it.</summary>
internal sealed class Selection(int vocabulary)
{
    readonly float[] values = new float[vocabulary];
    readonly int[] heap = new int[vocabulary];

    /// <summary>Keeps the <paramref name="count"/> largest; of equal ones the first.</summary>
    public void KeepLargest(Span<float> weights, int count)
    {
        weights.CopyTo(values);
        var least = Largest(values.AsSpan(0, weights.Length), count);
        var equals = count;
        foreach (var weight in weights)
            equals -= weight > least ? 1 : 0;
        foreach (ref var weight in weights)
        {
            if (weight < least || (weight == least && --equals < 0))
                weight = 0;
        }
    }

    /// <summary>Keeps the largest weights, of equal ones the first, until they hold the share <paramref name="mass"/> of the sum.</summary>
    public void KeepMass(Span<float> weights, double mass)
    {
        var sum = 0d;
        foreach (var weight in weights)
            sum += weight;
        // All weights below this together hold less than 1 − mass of the sum, so none of them is needed.
        var least = 0.999 * (1 - mass) * sum / weights.Length;
        var size = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0 && weights[i] >= least)
            {
                values[i] = weights[i];
                heap[size++] = i;
            }
        }
        for (var i = size / 2 - 1; i >= 0; i--)
            Sink(i, size);
        weights.Clear();
        for (var held = 0d; size > 0 && held < mass * sum;)
        {
            var top = heap[0];
            weights[top] = values[top];
            held += values[top];
            heap[0] = heap[--size];
            Sink(0, size);
        }
    }

    /// <summary>Keeps weights of at least <paramref name="share"/> of the largest.</summary>
    public static void KeepAtLeast(Span<float> weights, float share)
    {
        var max = 0f;
        foreach (var weight in weights)
            max = Math.Max(max, weight);
        foreach (ref var weight in weights)
        {
            if (weight < share * max)
                weight = 0;
        }
    }

    /// <summary>The count-th largest value; reorders (quickselect, Hoare's partition).</summary>
    static float Largest(Span<float> values, int count)
    {
        var (low, high, at) = (0, values.Length - 1, count - 1);
        while (low < high)
        {
            var (pivot, i, j) = (values[low + (high - low) / 2], low, high);
            while (i <= j)
            {
                while (values[i] > pivot)
                    i++;
                while (values[j] < pivot)
                    j--;
                if (i <= j)
                {
                    (values[i], values[j]) = (values[j], values[i]);
                    i++;
                    j--;
                }
            }
            if (at <= j)
                high = j;
            else if (at >= i)
                low = i;
            else
                break;
        }
        return values[at];
    }

    /// <summary>Whether token a goes before token b.</summary>
    bool IsBefore(int a, int b) => values[a] > values[b] || (values[a] == values[b] && a < b);

    void Sink(int at, int size)
    {
        while (2 * at + 1 < size)
        {
            var child = 2 * at + 1;
            if (child + 1 < size && IsBefore(heap[child + 1], heap[child]))
                child++;
            if (!IsBefore(heap[child], heap[at]))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }
}
