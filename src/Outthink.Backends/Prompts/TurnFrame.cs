using System.Collections.Immutable;
using Outthink.Backends.ModelCards;
using Outthink.Engine.Text;
using Outthink.Engine.Text.Templates;

namespace Outthink.Backends.Prompts;

/// <summary>What a chat template writes around the turns of a conversation, found once by rendering one of which the contents are known.</summary>
/// <param name="Before">Up to the first user's text.</param>
/// <param name="Reply">From a user's text to the assistant's.</param>
/// <param name="Again">From an assistant's text to the next user's.</param>
/// <param name="Closing">From an assistant's text to the end.</param>
internal sealed record TurnFrame(
    ImmutableArray<TextSegment> Before, ImmutableArray<TextSegment> Reply, ImmutableArray<TextSegment> Again, ImmutableArray<TextSegment> Closing)
{
    private static readonly string[] Marks = ["\uE000q1\uE001", "\uE000a1\uE001", "\uE000q2\uE001", "\uE000a2\uE001"];

    /// <exception cref="ModelCardException">The template writes contents other than once and in order, or turns that differ.</exception>
    public static TurnFrame Of(ChatWriter chat, ModelCard card)
    {
        ImmutableArray<ChatMessage> asked = chat.Messages(Marks[0])[..^1];
        ImmutableArray<TextSegment> written = chat.Render(
            [.. asked, new("user", Marks[0]), new("assistant", Marks[1]), new("user", Marks[2]), new("assistant", Marks[3])], opensTurn: false);
        string text = SegmentList.TextOf(written);
        int[] places = [.. Marks.Select(mark => text.IndexOf(mark, StringComparison.Ordinal))];
        int[] ends = [.. places.Zip(Marks, (place, mark) => place + mark.Length)];
        if (places[0] < 0 || places.Zip(places.Skip(1)).Any(pair => pair.First >= pair.Second) || Marks.Any(mark => text.Split(mark).Length != 2))
            throw new ModelCardException($"The chat template of '{card.Name}' does not write each message once and in order, so the ends of its turns cannot be told. Give another as chat.template.");
        TurnFrame frame = new(
            SegmentList.Slice(written, 0, places[0]), SegmentList.Slice(written, ends[0], places[1]),
            SegmentList.Slice(written, ends[1], places[2]), SegmentList.Slice(written, ends[3], text.Length));
        return SegmentList.TextOf(frame.Reply) == text[ends[2]..places[3]]
            ? frame
            : throw new ModelCardException($"The chat template of '{card.Name}' writes later turns unlike the first, so steps cannot be its turns. Give another as chat.template.");
    }
}
