using System.Text;

namespace Outthink.Engine.Text;

/// <summary>
/// GPT-2's way to write any byte as a visible character: printable Latin-1 stands for itself, the other bytes follow
/// in order from U+0100 on (encoder.py, bytes_to_unicode). Vocabularies of byte-level BPE are written in it.
/// </summary>
static class ByteAlphabet
{
    static readonly char[] Characters = Build();
    static readonly Dictionary<char, byte> Values = Characters.Index().ToDictionary(p => p.Item, p => (byte)p.Index);

    public static char CharacterOf(byte value) => Characters[value];

    /// <summary>Writes a text's UTF-8 bytes in the alphabet; a lone surrogate has none and becomes U+FFFD.</summary>
    public static string Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes in the alphabet.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[bytes.Length];
        for (var i = 0; i < characters.Length; i++)
            characters[i] = Characters[bytes[i]];
        return new(characters);
    }

    /// <summary>The bytes that a vocabulary entry stands for; an entry that leaves the alphabet stands for its own UTF-8.</summary>
    public static byte[] Read(string entry)
    {
        var bytes = new byte[entry.Length];
        for (var i = 0; i < entry.Length; i++)
        {
            if (!Values.TryGetValue(entry[i], out bytes[i]))
                return Encoding.UTF8.GetBytes(entry);
        }
        return bytes;
    }

    static char[] Build()
    {
        var characters = new char[256];
        var next = 256;
        for (var value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++;
        return characters;
    }
}
