namespace Outthink.Engine.Text.Sources;

/// <summary>What tokenizer.json's post_processor puts before and after a text.</summary>
static class PostProcessor
{
    /// <exception cref="Weights.ModelFileException">It puts something else there than one token on a side.</exception>
    public static FolderSpecials Read(JsonPart part)
    {
        if (part.IsAbsent)
            return default;
        switch (part["type"].Text())
        {
            case "ByteLevel":
                return default;
            case "Sequence":
                return part["processors"].Items().Select(Read).FirstOrDefault(p => p != default);
            case "TemplateProcessing":
                return ReadTemplate(part["single"]);
            case var other:
                throw part.Fault($"is a '{other}'; this engine knows TemplateProcessing and ByteLevel");
        }
    }

    static FolderSpecials ReadTemplate(JsonPart template)
    {
        var isAfter = false;
        string? bos = null, eos = null;
        foreach (var item in template.Items())
        {
            if (!item["Sequence"].IsAbsent)
                isAfter = !isAfter ? true : throw item.Fault("is the text a second time");
            else if (isAfter)
                eos = eos is null ? item["SpecialToken"]["id"].Text() : throw item.Fault("is a second token after the text");
            else
                bos = bos is null ? item["SpecialToken"]["id"].Text() : throw item.Fault("is a second token before the text");
        }
        return new(bos, eos, AddBos: bos is not null, AddEos: eos is not null);
    }
}
