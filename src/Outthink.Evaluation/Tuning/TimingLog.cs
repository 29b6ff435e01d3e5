using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Outthink.Evaluation.Runs.Storage;

namespace Outthink.Evaluation.Tuning;

/// <summary>
/// What a tuning has timed, part by part, in a file of JSON lines: the first says what was timed and on which machine, so
/// that a tuning that was interrupted times what is missing and no seconds of two machines are mixed. A line that was cut
/// off, and what follows it, counts as not there.
/// </summary>
public sealed class TimingLog : IDisposable
{
    readonly Dictionary<string, Timing> timings = [];
    readonly StreamWriter writer;

    TimingLog(IEnumerable<Timing> found, StreamWriter writer)
    {
        foreach (Timing timing in found) timings[timing.Part] = timing;
        this.writer = writer;
    }

    /// <summary>Parts that the file held.</summary>
    public int Count => timings.Count;

    /// <summary>Opens or makes the file; one of another configuration begins anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="configuration">What was tuned.</param>
    /// <param name="machine">Where.</param>
    /// <exception cref="TuningException">The file is in use, or is not to be written.</exception>
    public static TimingLog Open(string path, RunConfiguration configuration, Machine machine)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(machine);
        string header = JsonSerializer.Serialize(new(configuration, machine), TimingJson.Default.TimingHeader);
        FileStream? file = null;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var (found, sound) = Read(bytes, Encoding.UTF8.GetBytes(header + "\n"));
            file.SetLength(sound);
            file.Position = sound;
            StreamWriter writer = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
            if (sound == 0) writer.WriteLine(header);
            return new(found, writer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw new TuningException($"What is timed cannot be kept in {path}: {fault.Message} End the other tuning that works there, or give another --work.", fault);
        }
    }

    public void Dispose() => writer.Dispose();

    internal Timing? Find(string part) => timings.GetValueOrDefault(part);

    internal void Add(Timing timing)
    {
        timings[timing.Part] = timing;
        writer.WriteLine(JsonSerializer.Serialize(timing, TimingJson.Default.Timing));
    }

    /// <summary>The whole lines that can be read, and how many bytes they are with the header; none of another header.</summary>
    static (List<Timing> Found, int Sound) Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> header)
    {
        List<Timing> found = [];
        if (!bytes.StartsWith(header)) return (found, 0);
        int sound = header.Length;
        for (int end; (end = bytes[sound..].IndexOf((byte)'\n')) >= 0; sound += end + 1)
        {
            try
            {
                if (JsonSerializer.Deserialize(bytes.Slice(sound, end), TimingJson.Default.Timing) is not { IsSound: true } timing) break;
                found.Add(timing);
            }
            catch (JsonException)
            {
                break;
            }
        }
        return (found, sound);
    }
}

/// <summary>What the seconds of a log depend on.</summary>
internal sealed record TimingHeader(RunConfiguration Configuration, Machine Machine);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TimingHeader))]
[JsonSerializable(typeof(Timing))]
internal sealed partial class TimingJson : JsonSerializerContext;
