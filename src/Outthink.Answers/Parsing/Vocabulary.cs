using System.Collections.Frozen;

namespace Outthink.Answers.Parsing;

/// <summary>What LaTeX commands and plain words mean to the lexer.</summary>
internal static class Vocabulary
{
    /// <summary>Commands that stand for a sign.</summary>
    public static readonly FrozenDictionary<string, string> Signs = new Dictionary<string, string>
    {
        ["cdot"] = "*",
        ["times"] = "*",
        ["ast"] = "*",
        ["div"] = "/",
        ["pm"] = "±",
        ["mp"] = "∓",
        ["plusmn"] = "±",
        ["le"] = "<=",
        ["leq"] = "<=",
        ["leqslant"] = "<=",
        ["leqq"] = "<=",
        ["ge"] = ">=",
        ["geq"] = ">=",
        ["geqslant"] = ">=",
        ["geqq"] = ">=",
        ["lt"] = "<",
        ["gt"] = ">",
        ["neq"] = "!=",
        ["ne"] = "!=",
        ["approx"] = "≈",
        ["simeq"] = "≈",
        ["cong"] = "≅",
        ["equiv"] = "≡",
        ["sim"] = "~",
        ["in"] = "∈",
        ["notin"] = "∉",
        ["to"] = "→",
        ["rightarrow"] = "→",
        ["longrightarrow"] = "→",
        ["Rightarrow"] = "⇒",
        ["implies"] = "⇒",
        ["rightleftharpoons"] = "⇌",
        ["leftrightarrow"] = "⇌",
        ["iff"] = "⇔",
        ["Leftrightarrow"] = "⇔",
        ["mapsto"] = "→",
        ["cup"] = "∪",
        ["bigcup"] = "∪",
        ["cap"] = "∩",
        ["bigcap"] = "∩",
        ["setminus"] = "∖",
        ["backslash"] = "∖",
        ["smallsetminus"] = "∖",
        ["lbrace"] = "\\{",
        ["rbrace"] = "\\}",
        ["lbrack"] = "[",
        ["rbrack"] = "]",
        ["lgroup"] = "(",
        ["rgroup"] = ")",
        ["lparen"] = "(",
        ["rparen"] = ")",
        ["lvert"] = "|",
        ["rvert"] = "|",
        ["vert"] = "|",
        ["mid"] = "|",
        ["lVert"] = "‖",
        ["rVert"] = "‖",
        ["Vert"] = "‖",
        ["lfloor"] = "⌊",
        ["rfloor"] = "⌋",
        ["llcorner"] = "⌊",
        ["lrcorner"] = "⌋",
        ["lceil"] = "⌈",
        ["rceil"] = "⌉",
        ["ulcorner"] = "⌈",
        ["urcorner"] = "⌉",
        ["langle"] = "⟨",
        ["rangle"] = "⟩",
        ["prime"] = "'",
        ["colon"] = ":",
        ["land"] = "and",
        ["wedge"] = "and",
        ["lor"] = "or",
        ["vee"] = "or",
        ["degree"] = "°",
        ["ldots"] = "…",
        ["dots"] = "…",
        ["cdots"] = "…",
        ["dotsc"] = "…",
        ["bmod"] = "mod",
        ["mod"] = "mod",
        ["pmod"] = "pmod",
        ["perp"] = "⊥",
        ["parallel"] = "∥",
        ["neg"] = "¬",
        ["lnot"] = "¬",
    }.ToFrozenDictionary();

    /// <summary>Commands with arguments or a meaning of their own.</summary>
    public static readonly FrozenSet<string> Structures = new[]
    {
        "frac", "sqrt", "binom", "overline", "bar", "vec", "hat", "tilde", "dot", "overrightarrow", "widehat", "underline", "mathbb", "begin", "end",
        "sum", "prod", "int", "lim", "iint", "oint", "partial", "infty", "pi", "circ", "emptyset", "varnothing", "angle", "triangle", "boxed", "exponentialE", "imaginaryI", "imaginaryJ",
        "substack", "stackrel", "underset", "overset", "nabla", "ell", "hbar", "Re", "Im",
    }.ToFrozenSet();

    /// <summary>Functions, by command or plain word, with their canonical name.</summary>
    public static readonly FrozenDictionary<string, string> Functions = FunctionNames();

    /// <summary>Commands that only style what follows and are dropped.</summary>
    public static readonly FrozenSet<string> Styles = new[]
    {
        "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "limits", "nolimits", "left", "right", "mleft", "mright", "middle", "big", "Big", "bigg", "Bigg",
        "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "Biggl", "Biggr", "rm", "bf", "it", "cal", "quad", "qquad", "enspace", "thinspace", "medspace", "thickspace",
        "negthinspace", "negmedspace", "negthickspace", "space", "nobreakspace", "hspace", "vspace", "phantom", "hphantom", "strut", "hline", "cline", "noindent", "par", "newline",
        "normalsize", "large", "Large", "small", "tiny", "allowbreak", "centering", "therefore", "because", "n", "color", "tag",
    }.ToFrozenSet();

    /// <summary>Styles that also carry an argument of no meaning.</summary>
    public static readonly FrozenSet<string> StylesWithArgument = new[] { "hspace", "vspace", "phantom", "hphantom", "color", "tag", "cline" }.ToFrozenSet();

    /// <summary>Commands whose argument is upright text.</summary>
    public static readonly FrozenSet<string> TextCommands = new[]
    {
        "text", "textbf", "textit", "textrm", "texttt", "textsf", "textnormal", "mbox", "hbox", "fbox", "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathcal", "mathscr",
        "mathfrak", "boldsymbol", "bm", "pmb", "operatorname", "emph", "underbrace", "ensuremath", "unit", "si", "ce", "mathop", "mathord", "mathrel", "mathbin",
    }.ToFrozenSet();

    /// <summary>Text commands for upright words and units; the others style variables.</summary>
    public static readonly FrozenSet<string> UprightCommands = new[]
    {
        "text", "textrm", "textnormal", "mbox", "hbox", "mathrm", "operatorname", "unit", "si", "textbf", "textsf", "mathsf", "ensuremath",
    }.ToFrozenSet();

    public static readonly FrozenSet<string> Greek = new[]
    {
        "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "vartheta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "rho", "varrho",
        "sigma", "varsigma", "tau", "upsilon", "phi", "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    }.ToFrozenSet();

    /// <summary>Plain words that separate the answers of a list.</summary>
    public static readonly FrozenSet<string> Separators = new[] { "and", "or" }.ToFrozenSet();

    static readonly FrozenSet<string> AllCommands = Signs.Keys.Concat(Structures).Concat(Functions.Keys).Concat(Styles).Concat(TextCommands).Concat(Greek)
        .Concat(["dfrac", "tfrac", "cfrac", "dbinom", "tbinom", "choose", "over", "bot", "choose"]).ToFrozenSet();

    public static bool IsCommand(string name) => AllCommands.Contains(name);

    /// <summary>The longest known command that the name starts with (letters glued to a command), or the name itself.</summary>
    public static string LongestKnown(string name)
    {
        for (int length = Math.Min(name.Length, 20); length >= 2; length--)
            if (AllCommands.Contains(name[..length]))
                return name[..length];
        return name;
    }

    static FrozenDictionary<string, string> FunctionNames()
    {
        Dictionary<string, string> names = [];
        foreach (string name in (string[])["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "ln", "log", "lg", "exp",
            "gcd", "lcm", "max", "min", "floor", "ceil", "det", "arg", "deg", "abs", "sgn", "dim", "ker", "Tr", "rank", "erf"])
            names[name] = name;
        foreach (string name in (string[])["sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "sech", "csch"])
        {
            names["arc" + name] = "arc" + name;
            names["ar" + name] = "arc" + name;
            names["a" + name] = "arc" + name;
        }
        names["asech"] = "arcsech";
        names["cosec"] = "csc";
        names["tg"] = "tan";
        names["ctg"] = "cot";
        names["arctg"] = "arctan";
        names["sign"] = "sgn";
        names["ceiling"] = "ceil";
        return names.ToFrozenDictionary();
    }
}
