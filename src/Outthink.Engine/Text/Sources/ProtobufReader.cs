using System.Buffers.Binary;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>A cursor over a protobuf message that cannot leave it. Errors name the file and the offset in it.</summary>
ref struct ProtobufReader(ReadOnlySpan<byte> message, string file, long start)
{
    readonly ReadOnlySpan<byte> message = message;
    int position;
    int wireType;

    readonly long Offset => start + position;

    /// <summary>Moves to the next field; false at the message's end.</summary>
    public bool Next(out int field)
    {
        field = 0;
        if (position == message.Length)
            return false;
        var at = Offset;
        var key = Varint();
        (field, wireType) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
        return field > 0 ? true : throw Fault("a field has the number 0", at);
    }

    /// <summary>A field's number or boolean.</summary>
    public ulong Number()
    {
        Expect(0, "a number");
        return Varint();
    }

    public float Float()
    {
        Expect(5, "a 32-bit float");
        return BinaryPrimitives.ReadSingleLittleEndian(Take(4));
    }

    /// <summary>A field's bytes: a text or a message.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(2, "text or a message");
        return Take(Varint());
    }

    /// <summary>A message within this one.</summary>
    public ProtobufReader Message()
    {
        var bytes = Bytes();
        return new(bytes, file, Offset - bytes.Length);
    }

    public void Skip()
    {
        switch (wireType)
        {
            case 0: Varint(); break;
            case 1: Take(8); break;
            case 2: Take(Varint()); break;
            case 5: Take(4); break;
            default: throw Fault($"a field has the wire type {wireType}, which this format does not use", Offset);
        }
    }

    readonly void Expect(int type, string what)
    {
        if (wireType != type)
            throw Fault($"a field that should hold {what} has the wire type {wireType}", Offset);
    }

    ulong Varint()
    {
        var at = Offset;
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Fault("a number has more than ten bytes", at);
    }

    ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(message.Length - position))
            throw Fault($"{count} bytes are announced, {message.Length - position} are left", Offset);
        var taken = message.Slice(position, (int)count);
        position += (int)count;
        return taken;
    }

    readonly ModelFileException Fault(string message, long at) => new(file, $"{message}; the file is damaged or no SentencePiece model, fetch it again", offset: at);
}
