using System.Text;
using Outthink.Engine.Text;

namespace Outthink.Cli.Rendering;

/// <summary>Tokens as a person reads them.</summary>
internal static class TokenText
{
    /// <summary>Their text, control tokens as they are spelled.</summary>
    public static string Of(Tokenizer tokenizer, ReadOnlySpan<int> ids)
    {
        MemoryStream bytes = new();
        foreach (int id in ids)
        {
            ReadOnlySpan<byte> plain = tokenizer.BytesOf(id);
            bytes.Write(plain.IsEmpty ? Encoding.UTF8.GetBytes(tokenizer.PieceOf(id)) : plain);
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
