using System.Collections.Immutable;

namespace Outthink.Evaluation.Suites.Arithmetic;

/// <summary>
/// The wordings of the word problems. Slots: N who the story is about, M somebody else, o the things counted, x other
/// things, a, b, k, p, q numbers. Words are few and short, since each is a row of a tiny model's output layer.
/// </summary>
internal static class Phrases
{
    internal static readonly ImmutableArray<string> Names =
        ["Ann", "Ben", "Tom", "Mia", "Sam", "Eva", "Leo", "Kim", "Max", "Ida", "Jon", "Zoe"];

    internal static readonly ImmutableArray<string> Things =
        ["pens", "cards", "eggs", "nuts", "keys", "cups", "figs", "pins", "hats", "toys"];

    internal static readonly ImmutableArray<string> Starts =
        ["{N} has {a} {o}.", "{N} starts with {a} {o}.", "{N} finds {a} {o}.", "At first {N} has {a} {o}."];

    internal static readonly ImmutableArray<string> Gains =
        ["{N} buys {b} more {o}.", "{N} finds {b} more {o}.", "{M} gives {N} {b} {o}.", "{N} gets {b} {o} from {M}.", "Then {N} wins {b} {o}."];

    internal static readonly ImmutableArray<string> GainsThatMove = ["{M} has {b} more {o} than {N}."];

    internal static readonly ImmutableArray<string> Losses =
        ["{N} sells {b} {o}.", "{N} loses {b} of the {o}.", "{N} gives {b} {o} to {M}.", "{M} takes {b} {o} from {N}.", "Then {N} gives {M} {b} {o}."];

    internal static readonly ImmutableArray<string> LossesThatMove = ["{M} has {b} fewer {o} than {N}."];

    internal static readonly ImmutableArray<string> Doublings =
        ["Then {N} doubles the number of {o}."];

    internal static readonly ImmutableArray<string> DoublingsThatMove = ["{M} has twice as many {o} as {N}."];

    internal static readonly ImmutableArray<string> Multiples =
        ["Then {N} gets {k} times as many {o}.", "{N} now has {k} times as many {o}."];

    internal static readonly ImmutableArray<string> MultiplesThatMove = ["{M} has {k} times as many {o} as {N}."];

    internal static readonly ImmutableArray<string> Halvings =
        ["{N} sells half of the {o}.", "{N} gives half of the {o} to {M}.", "Then {N} loses half of the {o}."];

    internal static readonly ImmutableArray<string> HalvingsThatMove = ["{M} has half as many {o} as {N}."];

    internal static readonly ImmutableArray<string> Shares =
        ["{N} puts the {o} in {k} equal bags and keeps one bag.", "{N} shares the {o} equally with friends, {k} in all."];

    internal static readonly ImmutableArray<string> Packs =
        ["{N} buys {p} packs of {q} {o}.", "{N} gets {p} bags of {q} {o} from {M}.", "{M} gives {N} {p} packs of {q} {o}."];

    internal static readonly ImmutableArray<string> Sales = ["{N} sells all the {o} for {k} coins each."];

    internal static readonly ImmutableArray<string> Distractors =
        ["{M} has {a} {x}.", "{N} has {a} {x} as well.", "{M} buys {a} {x}."];

    internal static readonly ImmutableArray<string> Questions =
        ["How many {o} does {N} have now?", "How many {o} does {N} have in the end?"];

    internal static readonly ImmutableArray<string> SaleQuestions = ["How many coins does {N} get?"];

    /// <summary>Every wording there is.</summary>
    internal static IEnumerable<string> All =>
        [.. Starts, .. Gains, .. GainsThatMove, .. Losses, .. LossesThatMove, .. Doublings, .. DoublingsThatMove, .. Multiples, .. MultiplesThatMove, .. Halvings, .. HalvingsThatMove, .. Shares, .. Packs, .. Sales, .. Distractors, .. Questions, .. SaleQuestions];
}
