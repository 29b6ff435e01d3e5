using System.Reflection;

namespace Outthink.Cli;

/// <summary>Which build of the program this is.</summary>
internal static class ProgramVersion
{
    /// <summary>The version with the commit it was built from.</summary>
    public static string Full { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The version alone.</summary>
    public static string Number { get; } = Full.Split('+')[0];
}
