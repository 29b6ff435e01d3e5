using System.Runtime.InteropServices;

namespace Outthink.Engine.Kernels.MachineCode;

/// <summary>Machine code that may be run and no longer written. Lives until the process ends.</summary>
internal static unsafe partial class ExecutableMemory
{
    const int ReadWrite = 1 | 2, ReadExecute = 1 | 4;
    const uint PageReadWrite = 0x04, PageExecuteRead = 0x20, CommitReserve = 0x3000;

    /// <summary>Puts code where it can be called; null where the system does not allow it.</summary>
    public static byte* TryPublish(ReadOnlySpan<byte> code)
    {
        var length = (nuint)code.Length;
        if (OperatingSystem.IsWindows())
        {
            var memory = VirtualAlloc(null, length, CommitReserve, PageReadWrite);
            if (memory == null)
                return null;
            code.CopyTo(new(memory, code.Length));
            return VirtualProtect(memory, length, PageExecuteRead, out _) ? memory : null;
        }
        // MAP_PRIVATE | MAP_ANONYMOUS, whose number differs between systems.
        var flags = 0x02 | (OperatingSystem.IsMacOS() ? 0x1000 : 0x20);
        var mapped = mmap(null, length, ReadWrite, flags, -1, 0);
        if (mapped == (byte*)-1)
            return null;
        code.CopyTo(new(mapped, code.Length));
        return mprotect(mapped, length, ReadExecute) == 0 ? mapped : null;
    }

    [LibraryImport("libc")]
    private static partial byte* mmap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc")]
    private static partial int mprotect(void* address, nuint length, int protection);

    [LibraryImport("kernel32")]
    private static partial byte* VirtualAlloc(void* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualProtect(void* address, nuint size, uint protection, out uint previous);
}
