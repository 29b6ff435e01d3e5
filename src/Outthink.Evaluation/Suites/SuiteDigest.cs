using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Outthink.Evaluation.Suites;

/// <summary>A suite's content hash: equal for the same problems in the same order, whatever file they came in.</summary>
public static class SuiteDigest
{
    /// <returns>SHA-256 over every field's length and UTF-8 bytes, in small hexadecimal letters.</returns>
    public static string Of(Suite suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SuiteItem item in suite.Items)
        {
            foreach (string? field in (string?[])[item.Id, item.Problem, item.Answer, item.Level, item.Subject, .. item.Steps]) Add(field);
            AddLength(item.Steps.Length);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string? field)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(field ?? "");
            AddLength(field is null ? -1 : bytes.Length);
            hash.AppendData(bytes);
        }

        void AddLength(int length)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
            hash.AppendData(bytes);
        }
    }
}
