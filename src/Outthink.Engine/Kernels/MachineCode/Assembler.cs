using System.Buffers.Binary;

namespace Outthink.Engine.Kernels.MachineCode;

/// <summary>General registers that a leaf function may change under both calling conventions of x86-64, and one (rsi) that Windows' keeps for the caller.</summary>
internal enum Register
{
    Rax = 0,
    Rcx = 1,
    Rdx = 2,
    Rsi = 6,
    R8 = 8,
    R9 = 9,
    R10 = 10,
    R11 = 11,
}

/// <summary>A place in memory: <paramref name="Base"/> + <paramref name="Offset"/> bytes; with <paramref name="IsBroadcast"/> its four bytes stand in every lane.</summary>
internal readonly record struct Memory(Register Base, int Offset, bool IsBroadcast = false);

/// <summary>
/// Writes the few x86-64 instructions that the kernels are made of (Intel SDM vol. 2; EVEX prefix: 2.7). 512-bit
/// registers are numbers 0 to 31. Displacements are always 32 bits.
/// </summary>
internal sealed class Assembler
{
    readonly List<byte> code = [];

    /// <summary>Which opcode map, and which operand-size prefix stands before it.</summary>
    const int Map0F = 1, Map0F38 = 2, Map0F3A = 3, NoPrefix = 0, Prefix66 = 1;

    public int Position => code.Count;

    public byte[] ToArray() => [.. code];

    // Vectors of 16 lanes. Operands are in Intel's order: destination, first source, second source.

    public void Load(int to, Memory from) => Evex(Map0F, NoPrefix, 0x10, to, 0, from);

    public void Store(Memory to, int from) => Evex(Map0F, NoPrefix, 0x11, from, 0, to);

    public void Move(int to, int from) => Evex(Map0F, NoPrefix, 0x28, to, 0, from);

    /// <summary>vpbroadcastd: four bytes to all lanes.</summary>
    public void Broadcast(int to, Memory place) => Evex(Map0F38, Prefix66, 0x58, to, 0, place with { IsBroadcast = false });

    /// <summary>vpdpbusd: adds four products of unsigned bytes with signed bytes to each 32-bit lane.</summary>
    public void DotBytes(int sum, int unsigned, int signed) => Evex(Map0F38, Prefix66, 0x50, sum, unsigned, signed);

    /// <inheritdoc cref="DotBytes(int, int, int)"/>
    public void DotBytes(int sum, int unsigned, Memory signed) => Evex(Map0F38, Prefix66, 0x50, sum, unsigned, signed);

    /// <summary>vpslld: shifts 32-bit lanes left.</summary>
    public void ShiftLeft(int to, Memory from, byte bits)
    {
        Evex(Map0F, Prefix66, 0x72, 6, to, from);
        code.Add(bits);
    }

    /// <summary>vpslld: shifts 32-bit lanes left.</summary>
    public void ShiftLeft(int to, int from, byte bits)
    {
        Evex(Map0F, Prefix66, 0x72, 6, to, from);
        code.Add(bits);
    }

    /// <summary>vpsrld: shifts 32-bit lanes right, zeros coming in.</summary>
    public void ShiftRight(int to, int from, byte bits)
    {
        Evex(Map0F, Prefix66, 0x72, 2, to, from);
        code.Add(bits);
    }

    public void And(int to, int a, Memory b) => Evex(Map0F, Prefix66, 0xDB, to, a, b);

    /// <summary>to = to | (a &amp; b) (vpternlogd).</summary>
    public void OrAnd(int to, int a, Memory b)
    {
        Evex(Map0F3A, Prefix66, 0x25, to, a, b);
        code.Add(0xF8);
    }

    public void Clear(int register) => Evex(Map0F, Prefix66, 0xEF, register, register, register);

    /// <summary>vcvtph2ps: 16 half-precision numbers to floats, exactly.</summary>
    public void ConvertHalf(int to, Memory place) => Evex(Map0F38, Prefix66, 0x13, to, 0, place);

    public void ConvertToFloat(int to, int from) => Evex(Map0F, NoPrefix, 0x5B, to, 0, from);

    public void Multiply(int to, int a, Memory b) => Evex(Map0F, NoPrefix, 0x59, to, a, b);

    /// <summary>to += a · b, rounded once.</summary>
    public void MultiplyAdd(int to, int a, int b) => Evex(Map0F38, Prefix66, 0xB8, to, a, b);

    /// <inheritdoc cref="MultiplyAdd(int, int, int)"/>
    public void MultiplyAdd(int to, int a, Memory b) => Evex(Map0F38, Prefix66, 0xB8, to, a, b);

    /// <summary>to -= a · b, rounded once.</summary>
    public void MultiplySubtract(int to, int a, Memory b) => Evex(Map0F38, Prefix66, 0xBC, to, a, b);

    /// <summary>Saves or restores the low half of vector registers 6 to 15, which Windows' convention keeps for the caller.</summary>
    public void StoreLow(Register at, int offset, int from) => Low(0x11, at, offset, from);

    /// <inheritdoc cref="StoreLow"/>
    public void LoadLow(int to, Register at, int offset) => Low(0x10, at, offset, to);

    // General registers.

    /// <summary>Copies the function's first argument.</summary>
    public void MoveArgument(Register to)
    {
        var argument = OperatingSystem.IsWindows() ? 1 /* rcx */ : 7 /* rdi */;
        Emit((byte)(0x48 | High((int)to)), 0x8B, (byte)(0xC0 | Low3((int)to) << 3 | argument));
    }

    public void Load(Register to, Register at, int offset)
    {
        Emit((byte)(0x48 | High((int)to) << 2 | High((int)at)), 0x8B, (byte)(0x80 | Low3((int)to) << 3 | Low3((int)at)));
        Int32(offset);
    }

    public void Store(Register at, int offset, Register value)
    {
        Emit((byte)(0x48 | High((int)value) << 2 | High((int)at)), 0x89, (byte)(0x80 | Low3((int)value) << 3 | Low3((int)at)));
        Int32(offset);
    }

    /// <summary>prefetcht1: asks for a cache line in the second-level cache; any address will do.</summary>
    public void Prefetch(Register at, int offset)
    {
        if (High((int)at) != 0)
            Emit(0x41);
        Emit(0x0F, 0x18, (byte)(0x90 | Low3((int)at)));
        Int32(offset);
    }

    public void Add(Register to, int value)
    {
        Emit((byte)(0x48 | High((int)to)), 0x81, (byte)(0xC0 | Low3((int)to)));
        Int32(value);
    }

    public void Add(Register to, Register value) =>
        Emit((byte)(0x48 | High((int)value) << 2 | High((int)to)), 0x01, (byte)(0xC0 | Low3((int)value) << 3 | Low3((int)to)));

    /// <summary>Jumps to <paramref name="target"/> unless the last addition gave zero.</summary>
    public void JumpIfNotZero(int target)
    {
        Emit(0x0F, 0x85);
        Int32(target - (Position + 4));
    }

    /// <summary>Clears the upper halves of vector registers (vzeroupper) and returns.</summary>
    public void Return() => Emit(0xC5, 0xF8, 0x77, 0xC3);

    void Evex(int map, int prefix, byte opcode, int reg, int vvvv, int rm)
    {
        Prefix(map, prefix, reg, vvvv, isBaseHigh: (rm & 8) != 0, isIndexHigh: (rm & 16) != 0, isBroadcast: false);
        Emit(opcode, (byte)(0xC0 | Low3(reg) << 3 | Low3(rm)));
    }

    void Evex(int map, int prefix, byte opcode, int reg, int vvvv, Memory rm)
    {
        Prefix(map, prefix, reg, vvvv, isBaseHigh: High((int)rm.Base) != 0, isIndexHigh: false, rm.IsBroadcast);
        Emit(opcode, (byte)(0x80 | Low3(reg) << 3 | Low3((int)rm.Base)));
        Int32(rm.Offset);
    }

    /// <summary>Bits that extend register numbers are stored inverted.</summary>
    void Prefix(int map, int prefix, int reg, int vvvv, bool isBaseHigh, bool isIndexHigh, bool isBroadcast)
    {
        var first = map | ((reg & 8) == 0 ? 0x80 : 0) | (isIndexHigh ? 0 : 0x40) | (isBaseHigh ? 0 : 0x20) | ((reg & 16) == 0 ? 0x10 : 0);
        var second = (~vvvv & 15) << 3 | 4 | prefix;
        var third = 0x40 | (isBroadcast ? 0x10 : 0) | ((vvvv & 16) == 0 ? 0x08 : 0);
        Emit(0x62, (byte)first, (byte)second, (byte)third);
    }

    void Low(byte opcode, Register at, int offset, int vector)
    {
        // movups: the prefix is left out where no high register is named.
        var rex = 0x40 | (vector & 8) >> 1 | High((int)at);
        if (rex != 0x40)
            Emit((byte)rex);
        Emit(0x0F, opcode, (byte)(0x80 | Low3(vector) << 3 | Low3((int)at)));
        Int32(offset);
    }

    static int Low3(int register) => register & 7;

    static int High(int register) => register >> 3 & 1;

    void Emit(params ReadOnlySpan<byte> bytes) => code.AddRange(bytes);

    void Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Emit(bytes);
    }
}
