using Outthink.Answers.Units;

namespace Outthink.Answers.Parsing;

/// <summary>Reads a run of letters outside a text command: a function, a constant, letters multiplied, or a word.</summary>
internal static class WordSplitter
{
    // Names that are found inside a run as well ("sinx", "2pi" after the digit, "xsqrt").
    static readonly string[] Inner =
    [
        "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "sqrt", "sin", "cos", "tan", "cot", "sec", "csc", "log", "exp", "ln", "pi",
    ];

    public static IEnumerable<Token> Split(string run)
    {
        if (Whole(run) is { } token) return [token];
        List<Token> parts = [];
        int plain = 0;
        for (int i = 0; i < run.Length;)
        {
            string? name = run.Length <= 24 ? Array.Find(Inner, n => string.CompareOrdinal(run, i, n, 0, n.Length) == 0) : null;
            // What stands beside a name must be single letters, or else the run is a word that happens to hold it.
            if (name is null || i - plain > 1 || Whole(name) is not { } known)
            {
                i++;
                continue;
            }
            for (; plain < i; plain++) parts.Add(new Token(TokenKind.Letter, run[plain..(plain + 1)]));
            parts.Add(known);
            i += name.Length;
            plain = i;
        }
        if (parts.Count == 0 || run.Length - plain > 2) return [new Token(TokenKind.Word, run)];
        for (; plain < run.Length; plain++) parts.Add(new Token(TokenKind.Letter, run[plain..(plain + 1)]));
        return parts;
    }

    static Token? Whole(string run) => run switch
    {
        "pi" or "Pi" or "PI" => new Token(TokenKind.Command, "pi"),
        "inf" or "infty" or "infinity" or "Infinity" or "oo" => new Token(TokenKind.Command, "infty"),
        "sqrt" or "Sqrt" => new Token(TokenKind.Command, "sqrt"),
        "cbrt" => new Token(TokenKind.Command, "cbrt"),
        "binom" or "binomial" => new Token(TokenKind.Command, "binom"),
        "deg" => new Token(TokenKind.Word, "deg"),
        "frac" or "dfrac" => new Token(TokenKind.Command, "frac"),
        "factorial" => new Token(TokenKind.Function, "factorial"),
        "theta" or "alpha" or "beta" or "gamma" or "lambda" or "phi" or "omega" or "sigma" or "rho" or "delta" => new Token(TokenKind.Letter, "\\" + run),
        "mod" => new Token(TokenKind.Sign, "mod"),
        "U" or "union" => new Token(TokenKind.Sign, "∪"),
        _ when Vocabulary.Functions.TryGetValue(run, out string? name) && UnitTable.Find(run) is null && run is not ("arg" or "sign" or "det" or "dim" or "rank") =>
            new Token(TokenKind.Function, name),
        _ => null,
    };
}
