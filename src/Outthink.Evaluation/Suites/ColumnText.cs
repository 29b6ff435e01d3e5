using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Outthink.Evaluation.Suites;

/// <summary>A Parquet column as text.</summary>
internal static class ColumnText
{
    /// <returns>One text a row; null where there is none.</returns>
    /// <exception cref="SuiteFormatException">The column holds neither text nor numbers.</exception>
    public static async Task<string?[]> ReadAsync(ParquetRowGroupReader group, DataField field, string file, CancellationToken cancellationToken)
    {
        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            string?[] texts = new string?[group.RowCount];
            await group.ReadAsync(field, texts!.AsMemory()!, null, cancellationToken);
            return texts;
        }
        return field.ClrType switch
        {
            { } t when t == typeof(byte) => await NumbersAsync<byte>(group, field, cancellationToken),
            { } t when t == typeof(sbyte) => await NumbersAsync<sbyte>(group, field, cancellationToken),
            { } t when t == typeof(short) => await NumbersAsync<short>(group, field, cancellationToken),
            { } t when t == typeof(ushort) => await NumbersAsync<ushort>(group, field, cancellationToken),
            { } t when t == typeof(int) => await NumbersAsync<int>(group, field, cancellationToken),
            { } t when t == typeof(uint) => await NumbersAsync<uint>(group, field, cancellationToken),
            { } t when t == typeof(long) => await NumbersAsync<long>(group, field, cancellationToken),
            { } t when t == typeof(ulong) => await NumbersAsync<ulong>(group, field, cancellationToken),
            { } t when t == typeof(float) => await NumbersAsync<float>(group, field, cancellationToken),
            { } t when t == typeof(double) => await NumbersAsync<double>(group, field, cancellationToken),
            { } t when t == typeof(decimal) => await NumbersAsync<decimal>(group, field, cancellationToken),
            _ => throw new SuiteFormatException($"{file}: field \"{field.Name}\": expected text or numbers, found {field.ClrType.Name}"),
        };
    }

    static async Task<string?[]> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, CancellationToken cancellationToken) where T : struct, IFormattable
    {
        if (!field.IsNullable)
        {
            T[] values = new T[group.RowCount];
            await group.ReadAsync<T>(field, values.AsMemory(), null, cancellationToken);
            return [.. values.Select(v => v.ToString(null, CultureInfo.InvariantCulture))];
        }
        T?[] optional = new T?[group.RowCount];
        await group.ReadAsync<T>(field, optional.AsMemory(), null, cancellationToken);
        return [.. optional.Select(v => v?.ToString(null, CultureInfo.InvariantCulture))];
    }
}
