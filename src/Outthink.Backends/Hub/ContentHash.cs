using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Outthink.Backends.Hub;

/// <summary>
/// The hash by which the hub names a file's content: SHA-256 of a large file, of a small one git's SHA-1, which is taken over
/// <c>blob {size}</c>, a zero byte and the content.
/// </summary>
internal sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash;
    private readonly byte[] prefix;

    private ContentHash(HashAlgorithmName algorithm, byte[] prefix)
    {
        this.prefix = prefix;
        hash = IncrementalHash.CreateHash(algorithm);
        hash.AppendData(prefix);
    }

    /// <param name="expected">40 or 64 hexadecimal digits.</param>
    /// <param name="size">Bytes of the whole content.</param>
    public static ContentHash For(string expected, long size) => expected.Length == 64
        ? new(HashAlgorithmName.SHA256, [])
        : new(HashAlgorithmName.SHA1, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));

    public void Append(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>The hash of all that was appended; it begins anew thereafter.</summary>
    public string Finish()
    {
        string digits = Convert.ToHexStringLower(hash.GetHashAndReset());
        hash.AppendData(prefix);
        return digits;
    }

    public void Dispose() => hash.Dispose();

    /// <summary>The text in small letters if it is a SHA-256.</summary>
    public static string? AsSha256(string? text) => IsHex(text, 64) ? text!.ToLowerInvariant() : null;

    /// <summary>The text in small letters if it is a SHA-1.</summary>
    public static string? AsSha1(string? text) => IsHex(text, 40) ? text!.ToLowerInvariant() : null;

    private static bool IsHex(string? text, int digits) => text?.Length == digits && text.All(char.IsAsciiHexDigit);
}
