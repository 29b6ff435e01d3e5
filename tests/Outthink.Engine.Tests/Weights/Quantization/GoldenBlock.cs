using System.Runtime.InteropServices;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Tests.Weights.Quantization;

/// <summary>A line of golden-blocks.txt: stored bytes and the floats that belong to them.</summary>
sealed record GoldenBlock(string Direction, TensorType Type, byte[] Bytes, float[] Values)
{
    public static IReadOnlyList<GoldenBlock> All { get; } = Read();

    static List<GoldenBlock> Read()
    {
        using var reader = new StreamReader(typeof(GoldenBlock).Assembly.GetManifestResourceStream("golden-blocks.txt")!);
        var blocks = new List<GoldenBlock>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var words = line.Split(' ');
            var values = MemoryMarshal.Cast<byte, float>(Convert.FromHexString(words[3])).ToArray();
            blocks.Add(new(words[0], Enum.Parse<TensorType>(words[1]), Convert.FromHexString(words[2]), values));
        }
        return blocks;
    }
}
