using System.Collections.Frozen;
using Outthink.Engine.Weights;

namespace Outthink.Engine.Text.Sources;

/// <summary>The roles of special tokens where the configuration files say nothing: names, and whether they are added.</summary>
readonly record struct FolderSpecials(string? Bos = null, string? Eos = null, bool AddBos = false, bool AddEos = false)
{
    /// <summary>The roles, by the files where they say something, with the names looked up in the vocabulary.</summary>
    /// <exception cref="ModelFileException">A token is to be added and is not there.</exception>
    public SpecialRoles With(FolderConfig config, Vocabulary vocabulary)
    {
        var bos = Find(config.Bos ?? Bos);
        var eos = Find(config.Eos ?? Eos) ?? config.EndIds.Where(id => id < vocabulary.Count).Cast<int?>().FirstOrDefault();
        var (addBos, addEos) = (config.AddBos ?? AddBos, config.AddEos ?? AddEos);
        if ((addBos && bos is null) || (addEos && eos is null))
            throw new ModelFileException(vocabulary.File, $"a {(addBos && bos is null ? "BOS" : "EOS")} token is to be added, but the vocabulary has none of that name; fetch tokenizer_config.json again");
        return new()
        {
            BosId = bos,
            EosId = eos,
            AddBos = addBos,
            AddEos = addEos,
            Ends = config.EndIds.Where(id => id < vocabulary.Count).Concat(NamedEnds(vocabulary)).Concat(eos is { } end ? [end] : []).ToFrozenSet(),
        };

        int? Find(string? name) => name is null ? null : vocabulary.IdOf(name);
    }

    static IEnumerable<int> NamedEnds(Vocabulary vocabulary) => Enumerable.Range(0, vocabulary.Count)
        .Where(id => vocabulary.KindOf(id) == TokenKind.Control && SpecialNames.Ends.Contains(vocabulary.TextOf(id)));
}
