using System.Collections.Immutable;

namespace Outthink.Evaluation.Tuning;

/// <summary>The profiles of some folders, found by the content of the models they belong to, whatever the files are called.</summary>
public sealed class ProfileLibrary
{
    readonly ImmutableArray<TunedProfile> profiles;

    ProfileLibrary(ImmutableArray<TunedProfile> profiles) => this.profiles = profiles;

    /// <summary>Reads every profile of the folders; a folder that does not exist holds none.</summary>
    /// <exception cref="ProfileFormatException">A file is no profile; the message names it.</exception>
    public static ProfileLibrary Open(params IEnumerable<string> folders) => new(
    [
        .. folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + ProfileFile.Extension).Order(StringComparer.Ordinal))
            .Select(Read),
    ]);

    /// <summary>The profile made for these weights; null when there is none.</summary>
    public TunedProfile? Find(string policyHash, string? rewardModelHash) =>
        profiles.FirstOrDefault(p => p.PolicyHash == policyHash && p.RewardModelHash == rewardModelHash);

    static TunedProfile Read(string path)
    {
        try
        {
            return ProfileFile.Read(File.ReadAllText(path));
        }
        catch (ProfileFormatException fault)
        {
            throw new ProfileFormatException($"'{path}': {fault.Message}", fault);
        }
    }
}
