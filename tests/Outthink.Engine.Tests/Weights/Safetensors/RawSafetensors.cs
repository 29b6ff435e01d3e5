using System.Buffers.Binary;
using System.Text;

namespace Outthink.Engine.Tests.Weights.Safetensors;

/// <summary>Builds safetensors bytes, sound ones from tensors and others from any header.</summary>
static class RawSafetensors
{
    /// <summary>A sound file; <paramref name="tensors"/> have their shapes in the format's order, the contiguous dimension last.</summary>
    public static byte[] Of(params IEnumerable<(string Name, string Type, long[] Shape, byte[] Data)> tensors)
    {
        var entries = new List<string> { """ "__metadata__":{"format":"pt"} """.Trim() };
        var data = new MemoryStream();
        foreach (var (name, type, shape, bytes) in tensors)
        {
            entries.Add($$"""{{System.Text.Json.JsonSerializer.Serialize(name)}}:{"dtype":"{{type}}","shape":[{{string.Join(",", shape)}}],"data_offsets":[{{data.Length}},{{data.Length + bytes.Length}}]}""");
            data.Write(bytes);
        }
        return Of("{" + string.Join(",", entries) + "}", data.ToArray());
    }

    /// <summary>Any header before any data.</summary>
    public static byte[] Of(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }
}
