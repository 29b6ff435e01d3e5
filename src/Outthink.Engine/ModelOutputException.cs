namespace Outthink.Engine;

/// <summary>The model gave logits that are no numbers: its weights are damaged, or overflow on this input.</summary>
public sealed class ModelOutputException(string path, int position) : Exception(
    $"{path}: the logits after token {position} of the sequence are not numbers; the weights are damaged or overflow, fetch or convert the model again")
{
    public string Path => path;

    /// <summary>Index in the sequence of the token after which the logits were read.</summary>
    public int Position => position;
}
