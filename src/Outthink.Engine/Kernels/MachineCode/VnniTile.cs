using Outthink.Engine.Kernels.Integers;

namespace Outthink.Engine.Kernels.MachineCode;

/// <summary>
/// Writes the inner kernel of the integer product for AVX-512 VNNI, which .NET has no intrinsic for: up to 6 rows of
/// quantised activations times one or two panels of 16 columns, over any number of blocks of 32. In each group the
/// products are summed exactly in 32-bit integers, started so that the codes' offset is undone; then
/// y += sum · (weight scale · activation scale), and the minimum's part, each one fused multiply-add.
/// </summary>
internal static class VnniTile
{
    const Register Arguments = Register.Rax, Activations = Register.R10, Count = Register.R11, Early = Register.Rsi, Output = Register.Rdx, Stride = Register.R8;
    const int FirstOutput = 12, FirstCodes = 24, FirstWeights = 26, Broadcasted = 28, Temporary = 29, HighBits = 25;
    const int Steps = CodeFormat.Block / 4, VectorBytes = CodeFormat.Columns * sizeof(float), LineBytes = 64;

    static Register Weights(int panel) => panel == 0 ? Register.Rdx : Register.Rcx;

    static Register Scales(int panel) => panel == 0 ? Register.R8 : Register.R9;

    /// <summary>Codes of 6 bits need their registers for planes: one panel at a time.</summary>
    public static int MostPanels(CodeFormat format) => format.Bits == 6 ? 1 : 2;

    /// <summary>Appends the kernel, a function of one <see cref="TileArguments"/>; returns where it starts.</summary>
    public static int Write(Assembler to, CodeFormat format, bool hasHalves, int rows, int panels)
    {
        var start = to.Position;
        to.MoveArgument(Arguments);
        if (OperatingSystem.IsWindows())
        {
            for (var i = 6; i < 16; i++)
                to.StoreLow(Arguments, TileArguments.SavedAt + (i - 6) * 16, i);
            to.Store(Arguments, TileArguments.SavedRsiAt, Early);
        }
        to.Load(Output, Arguments, TileArguments.OutputAt);
        to.Load(Stride, Arguments, TileArguments.OutputStrideAt);
        ForOutputs(to, rows, panels, static (to, register, place) => to.Load(register, place));
        to.Load(Activations, Arguments, TileArguments.ActivationsAt);
        to.Load(Count, Arguments, TileArguments.BlocksAt);
        to.Load(Early, Arguments, TileArguments.EarlyAt);
        for (var panel = 0; panel < panels; panel++)
        {
            to.Load(Weights(panel), Arguments, TileArguments.WeightsAt + panel * 8);
            to.Load(Scales(panel), Arguments, TileArguments.ScalesAt + panel * 8);
        }
        // A tile of few rows is likely to be the only one: it asks for all of the next panels, a larger one for a part.
        var lines = rows < 3 ? panels * format.BlockBytes / LineBytes : 4;
        var scaleBytes = hasHalves ? VectorBytes / 2 * (format.HasMinimum ? 2 : 1) : format.ScaleFloats * sizeof(float);
        var loop = to.Position;
        for (var line = 0; line < lines; line++)
            to.Prefetch(Early, line * LineBytes);
        for (var group = 0; group < format.Groups; group++)
            WriteGroup(to, format, hasHalves, rows, panels, group);
        to.Add(Early, lines * LineBytes);
        to.Add(Activations, rows * ActivationTile.RowBytes);
        for (var panel = 0; panel < panels; panel++)
        {
            to.Add(Weights(panel), format.BlockBytes);
            to.Add(Scales(panel), scaleBytes);
        }
        to.Add(Count, -1);
        to.JumpIfNotZero(loop);
        to.Load(Output, Arguments, TileArguments.OutputAt);
        to.Load(Stride, Arguments, TileArguments.OutputStrideAt);
        ForOutputs(to, rows, panels, static (to, register, place) => to.Store(place, register));
        if (OperatingSystem.IsWindows())
        {
            for (var i = 6; i < 16; i++)
                to.LoadLow(i, Arguments, TileArguments.SavedAt + (i - 6) * 16);
            to.Load(Early, Arguments, TileArguments.SavedRsiAt);
        }
        to.Return();
        return start;
    }

    static void ForOutputs(Assembler to, int rows, int panels, Action<Assembler, int, Memory> each)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var panel = 0; panel < panels; panel++)
                each(to, FirstOutput + row * panels + panel, new(Output, panel * CodeFormat.Columns * sizeof(float)));
            if (row < rows - 1)
                to.Add(Output, Stride);
        }
    }

    static void WriteGroup(Assembler to, CodeFormat format, bool hasHalves, int rows, int panels, int group)
    {
        for (var row = 0; row < rows; row++)
        {
            var first = row * panels;
            if (format.OffsetShift < 0)
                to.Clear(first);
            else
                to.ShiftLeft(first, new Memory(Activations, ActivationTile.Sums(rows, format.Groups, group) + row * 4, IsBroadcast: true), (byte)format.OffsetShift);
            for (var panel = 1; panel < panels; panel++)
                to.Move(first + panel, first);
        }
        var steps = Steps / format.Groups;
        for (var step = group * steps; step < (group + 1) * steps; step++)
        {
            for (var panel = 0; panel < panels; panel++)
                WriteCodes(to, format, panel, step);
            for (var row = 0; row < rows; row++)
            {
                Memory bytes = new(Activations, (step * rows + row) * 4, IsBroadcast: true);
                if (panels == 1)
                {
                    to.DotBytes(row, FirstWeights, bytes);
                    continue;
                }
                to.Broadcast(Broadcasted, bytes);
                for (var panel = 0; panel < panels; panel++)
                    to.DotBytes(row * panels + panel, FirstWeights + panel, Broadcasted);
            }
        }
        for (var panel = 0; panel < panels; panel++)
            WriteScales(to, format, hasHalves, panel, group);
        for (var row = 0; row < rows; row++)
        {
            for (var panel = 0; panel < panels; panel++)
            {
                var at = row * panels + panel;
                to.ConvertToFloat(at, at);
                to.Multiply(Temporary, FirstWeights + panel, new(Activations, ActivationTile.Scales(rows) + row * 4, IsBroadcast: true));
                to.MultiplyAdd(FirstOutput + at, at, Temporary);
                if (!format.HasMinimum)
                    continue;
                Memory scaledSum = new(Activations, ActivationTile.ScaledSums(rows, format.Groups, group) + row * 4, IsBroadcast: true);
                if (hasHalves)
                    to.MultiplySubtract(FirstOutput + at, FirstCodes + panel, scaledSum); // files hold what is to be added
                else
                    to.MultiplyAdd(FirstOutput + at, FirstCodes + panel, scaledSum);
            }
        }
    }

    /// <summary>Brings the scales of a group to where the codes were, and its minima beside them.</summary>
    static void WriteScales(Assembler to, CodeFormat format, bool hasHalves, int panel, int group)
    {
        if (hasHalves)
            to.ConvertHalf(FirstWeights + panel, new(Scales(panel), 0));
        else
            to.Load(FirstWeights + panel, new Memory(Scales(panel), group * VectorBytes));
        if (!format.HasMinimum)
            return;
        if (hasHalves)
            to.ConvertHalf(FirstCodes + panel, new(Scales(panel), VectorBytes / 2));
        else
            to.Load(FirstCodes + panel, new Memory(Scales(panel), (format.Groups + group) * VectorBytes));
    }

    /// <summary>Brings the codes of four values of 16 columns into the panel's register, as bytes.</summary>
    static void WriteCodes(Assembler to, CodeFormat format, int panel, int step)
    {
        var (codes, weights, from) = (FirstCodes + panel, FirstWeights + panel, Weights(panel));
        if (format.Bits == 8)
        {
            to.Load(weights, new Memory(from, step * 64));
            return;
        }
        Memory lowBits = new(Arguments, TileArguments.LowBitsAt, IsBroadcast: true), highBits = new(Arguments, TileArguments.HighBitsAt, IsBroadcast: true);
        if (step % 2 == 0)
        {
            to.Load(codes, new Memory(from, step / 2 * 64));
            to.And(weights, codes, lowBits);
        }
        else
        {
            to.ShiftRight(weights, codes, 4);
            to.And(weights, weights, lowBits);
        }
        if (format.Bits == 4)
            return;
        if (step % 4 == 0)
            to.Load(HighBits, new Memory(from, (Steps / 2 + step / 4) * 64));
        // Two bits of four steps lie in a byte; those of this one go to bits 4 and 5.
        switch (step % 4)
        {
            case 0: to.ShiftLeft(Temporary, HighBits, 4); break;
            case 1: to.ShiftLeft(Temporary, HighBits, 2); break;
            case 3: to.ShiftRight(Temporary, HighBits, 2); break;
        }
        to.OrAnd(weights, step % 4 == 2 ? HighBits : Temporary, highBits);
    }
}
