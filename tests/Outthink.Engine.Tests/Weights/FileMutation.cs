using System.Buffers.Binary;

namespace Outthink.Engine.Tests.Weights;

/// <summary>Damages a valid file at random places in the ways that disks, networks and enemies do. Deterministic for a seed.</summary>
sealed class FileMutation(byte[] original, int headerLength, int seed)
{
    static readonly ulong[] Telling = [0, 1, 2, 3, 13, 31, 32, 33, 63, 64, 127, 128, 255, 256, 0x7FFF, 0x10000, int.MaxValue, 1UL << 31, uint.MaxValue,
        1UL << 32, 1UL << 40, 1UL << 62, long.MaxValue, 1UL << 63, ulong.MaxValue];

    readonly Random random = new(seed);

    /// <summary>A fresh copy with mostly one, at most four mutations.</summary>
    public byte[] Next()
    {
        var bytes = (byte[])original.Clone();
        for (var n = Math.Max(1, random.Next(-6, 5)); n > 0; n--)
        {
            bytes = random.Next(14) switch
            {
                <= 5 => FlipBits(bytes),
                6 => bytes[..random.Next(bytes.Length + 1)],
                7 => Splice(bytes),
                8 => Insert(bytes),
                9 => Delete(bytes),
                _ => EditNumber(bytes),
            };
        }
        return bytes;
    }

    // Nine places in ten are in the header, where the numbers are that matter.
    int Place(int length) => random.Next(random.Next(10) == 0 ? length : Math.Min(length, headerLength));

    byte[] FlipBits(byte[] bytes)
    {
        for (var n = random.Next(1, 4); n > 0 && bytes.Length > 0; n--)
            bytes[Place(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    byte[] EditNumber(byte[] bytes)
    {
        if (bytes.Length < 16)
            return bytes;
        Span<byte> number = stackalloc byte[8];
        var at = Place(bytes.Length - 8);
        var value = random.Next(3) switch
        {
            0 => Telling[random.Next(Telling.Length)],
            1 => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)) + (ulong)random.Next(-3, 4),
            _ => (ulong)random.NextInt64() >> random.Next(64),
        };
        BinaryPrimitives.WriteUInt64LittleEndian(number, value);
        number[..(1 << random.Next(4))].CopyTo(bytes.AsSpan(at));
        return bytes;
    }

    byte[] Splice(byte[] bytes)
    {
        var length = Math.Min(random.Next(1, 200), bytes.Length);
        if (length > 0)
            bytes.AsSpan(random.Next(bytes.Length - length + 1), length).ToArray().CopyTo(bytes, Place(bytes.Length - length + 1));
        return bytes;
    }

    byte[] Insert(byte[] bytes)
    {
        var extra = new byte[random.Next(1, 64)];
        random.NextBytes(extra);
        var at = bytes.Length == 0 ? 0 : Place(bytes.Length);
        return [.. bytes.AsSpan(0, at), .. extra, .. bytes.AsSpan(at)];
    }

    byte[] Delete(byte[] bytes)
    {
        var length = Math.Min(random.Next(1, 64), bytes.Length);
        var at = length == bytes.Length ? 0 : Place(bytes.Length - length);
        return [.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)];
    }
}
