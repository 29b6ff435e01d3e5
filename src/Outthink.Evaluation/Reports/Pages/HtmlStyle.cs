using Outthink.Evaluation.Reports.Plots;

namespace Outthink.Evaluation.Reports.Pages;

/// <summary>The style of a page, with the figures' colours for both kinds of paper.</summary>
internal static class HtmlStyle
{
    public static string Sheet { get; } =
        $":root {{ {Variables(c => c.Light)} --soft: #5a646f; --band: #f3f5f7; }}\n"
        + $"@media (prefers-color-scheme: dark) {{ :root {{ {Variables(c => c.Dark)} --soft: #a5afba; --band: #1e242b; }} }}\n"
        + """
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 1180px; margin: 0 auto; padding: 16px; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; padding-top: .6rem; border-top: 1px solid var(--grid); overflow-wrap: anywhere; }
        p { margin: .5rem 0; max-width: 75ch; overflow-wrap: anywhere; }
        nav ul { list-style: none; margin: .5rem 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem 1rem; font-size: .9rem; }
        a { color: var(--s2); }
        .wide { overflow-x: auto; margin: .8rem 0; }
        table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .3rem .6rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--grid); vertical-align: bottom; }
        th { color: var(--soft); font-weight: 600; }
        th:first-child, td:first-child { padding-left: 0; }
        td.n, th.n { text-align: right; }
        tbody tr:hover { background: var(--band); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 1.2rem 1.6rem; margin: 1rem 0; align-items: start; }
        figure { margin: 0; min-width: 0; max-width: 600px; }
        figcaption { font-size: .95rem; font-weight: 600; margin-bottom: .3rem; overflow-wrap: anywhere; }
        figure svg { display: block; width: 100%; height: auto; }
        details { margin: .8rem 0; }
        summary { cursor: pointer; color: var(--s2); }

        """;

    static string Variables(Func<PaletteColour, string> value) => string.Join(' ', Palette.All.Select(c => $"--{c.Name}: {value(c)};"));
}
