using System.Collections.Immutable;
using Outthink.Backends.Local;
using Outthink.Backends.ModelCards;
using Outthink.Engine.Text;

namespace Outthink.Backends.Prompts;

/// <summary>A card's steps as tokens of its reward model, each tokenised by itself, so that a prefix's tokens never depend on what follows.</summary>
internal sealed class StepWriter
{
    private readonly ModelCard card;
    private readonly StepEncoder encoder;
    private readonly TurnFrame? turns;
    private readonly int? marker;

    /// <exception cref="ModelCardException">The marker is not in the vocabulary.</exception>
    public StepWriter(ModelCard card, Tokenizer tokenizer, TurnFrame? turns)
    {
        (this.card, this.turns) = (card, turns);
        encoder = new(tokenizer);
        if (card.Layout is { } layout && layout.First.Contains("{marker}", StringComparison.Ordinal))
        {
            marker = tokenizer.Find(card.Marker)
                ?? throw new ModelCardException($"The marker '{card.Marker.ReplaceLineEndings("\\n")}' of the card '{card.Name}' is no token of {card.File}: the card is for another model.");
        }
    }

    /// <summary>The steps, of which so many came before.</summary>
    public StepInput Write(ReadOnlySpan<Step> steps, int before)
    {
        var tokens = ImmutableArray.CreateBuilder<int>();
        var readAt = ImmutableArray.CreateBuilder<int>(steps.Length);
        ImmutableArray<int> branch = [];
        for (int i = 0; i < steps.Length; i++)
        {
            if (card.ReadOut == ReadOut.Outcome && i == steps.Length - 1)
                branch = [.. tokens, .. encoder.Encode([.. Fill(Pattern(before + i), steps[i].Text.TrimEnd()), .. Closing])];
            readAt.Add(Add(steps[i].Text, before + i, tokens));
        }
        return new(tokens.ToImmutable(), card.ReadOut == ReadOut.Outcome ? [] : readAt.ToImmutable(), branch);
    }

    private ImmutableArray<TextSegment> Closing => card.Layout?.Closing is { } closing ? [new(closing, true)] : turns?.Closing ?? [];

    /// <summary>Adds a step; returns the index of the token after which it is read.</summary>
    private int Add(string text, int place, ImmutableArray<int>.Builder tokens)
    {
        if (card.Layout is null)
        {
            text = StepText.LayOut(text, card.StepLayout);
            tokens.AddRange(encoder.Encode(new TextSegment(card.ReadOut == ReadOut.Labels ? text.TrimEnd() : text, false), new TextSegment(card.ReadOut == ReadOut.Labels ? card.Marker : "", false)));
            return tokens.Count - 1;
        }
        string pattern = Pattern(place);
        text = StepText.Trim(StepText.LayOut(text, card.StepLayout), card.Layout.Steps);
        if (card.Chat?.Reply is { } reply)
        {
            ImmutableArray<TextSegment> opening = place == 0 ? [] : [new(reply, false), .. turns!.Again];
            tokens.AddRange(encoder.Encode([.. opening, .. Fill(pattern, text), .. turns!.Reply]));
            return tokens.Count - 1;
        }
        if (marker is not { } mark)
        {
            tokens.AddRange(encoder.Encode([.. Fill(pattern, text)]));
            return tokens.Count - 1;
        }
        string[] around = pattern.Split("{marker}");
        tokens.AddRange(encoder.Encode([.. Fill(around[0], text)]));
        tokens.Add(mark);
        int readAt = tokens.Count - 1;
        if (around[1].Length > 0) tokens.AddRange(encoder.Encode(new TextSegment(around[1], true)));
        return readAt;
    }

    private string Pattern(int place) => place == 0 ? card.Layout!.First : card.Layout!.Next ?? card.Layout.First;

    private static ImmutableArray<TextSegment> Fill(string pattern, string text) => SegmentList.Fill(pattern, "{step}", text);
}
