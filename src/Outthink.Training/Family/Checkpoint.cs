using System.Runtime.InteropServices;
using System.Text;
using Outthink.Training.Network;
using Outthink.Training.Optimisation;

namespace Outthink.Training.Family;

/// <summary>
/// Everything a run needs to go on as if it had never stopped: weights, their average, both moments, and the counts. The batches need
/// no state, since batch n follows from the seed and n.
/// </summary>
internal sealed record Checkpoint
{
    private const int Magic = 0x4B43544F;
    private const int Version = 2;

    /// <summary>What must be equal for a checkpoint to be continued: seed, shape, schedule, text, start.</summary>
    internal required string Recipe { get; init; }

    internal int Update { get; init; }

    internal long Tokens { get; init; }

    internal double Seconds { get; init; }

    /// <summary>Held-out accuracy of the averaged weights at four fifths of the updates; NaN before.</summary>
    internal double PlateauAccuracy { get; init; } = double.NaN;

    /// <summary>Writes the file whole or not at all.</summary>
    internal void Write(string path, Transformer network, AdamW optimiser)
    {
        var temporary = path + ".tmp";
        using (var writer = new BinaryWriter(File.Create(temporary), Encoding.UTF8))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(Recipe);
            writer.Write(Update);
            writer.Write(Tokens);
            writer.Write(Seconds);
            writer.Write(PlateauAccuracy);
            writer.Write(MemoryMarshal.AsBytes(network.Weights));
            writer.Write(MemoryMarshal.AsBytes(optimiser.FirstMoments));
            writer.Write(MemoryMarshal.AsBytes(optimiser.SecondMoments));
            writer.Write(MemoryMarshal.AsBytes(optimiser.AverageWeights));
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The checkpoint of this recipe, loaded into network and optimiser; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of another recipe; the message says what to do.</exception>
    internal static Checkpoint? Read(string path, string recipe, Transformer network, AdamW optimiser)
    {
        if (!File.Exists(path)) return null;
        using var reader = new BinaryReader(File.OpenRead(path), Encoding.UTF8);
        try
        {
            if (reader.ReadInt32() != Magic || reader.ReadInt32() != Version)
                throw new InvalidDataException($"'{path}' is not a checkpoint of this version; delete it or choose another work folder.");
            var found = reader.ReadString();
            if (found != recipe)
                throw new InvalidDataException($"'{path}' was begun with another recipe ({found}, not {recipe}); delete it or choose another work folder.");
            var checkpoint = new Checkpoint
            {
                Recipe = found,
                Update = reader.ReadInt32(),
                Tokens = reader.ReadInt64(),
                Seconds = reader.ReadDouble(),
                PlateauAccuracy = reader.ReadDouble(),
            };
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(network.Weights));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(optimiser.FirstMoments));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(optimiser.SecondMoments));
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(optimiser.AverageWeights));
            network.WeightsChanged();
            return checkpoint;
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException($"The checkpoint '{path}' is cut off; delete it and that model starts again.", fault);
        }
    }
}
