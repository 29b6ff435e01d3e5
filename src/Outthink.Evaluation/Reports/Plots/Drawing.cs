using ScottPlot;

namespace Outthink.Evaluation.Reports.Plots;

/// <summary>Figures as plots of the library that draws them, in colours for light paper.</summary>
internal static class Drawing
{
    public const int Width = 440;

    const float Text = 14;

    const int LegendLine = 22;

    /// <summary>Series stand so far apart where their points would lie upon each other.</summary>
    const double Aside = 0.06;

    /// <summary>The first of these that the machine has; without any font there are no letters in a PNG.</summary>
    static readonly string[] Fonts = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];

    static readonly string? Font = Array.Find(Fonts, name => ScottPlot.Fonts.GetTypeface(name, bold: false, italic: false) is not null);

    public static int HeightOf(Figure figure) => LegendLine * LegendLines(figure) + figure switch
    {
        BarChart bars => 75 + 26 * Math.Max(1, bars.Bars.Length),
        _ => 290,
    };

    /// <param name="figure">What to draw.</param>
    /// <param name="isTitled">Whether its title stands in the drawing.</param>
    public static Plot Of(Figure figure, bool isTitled)
    {
        Plot plot = new();
        switch (figure)
        {
            case Chart chart:
                Draw(plot, chart);
                break;
            case BarChart bars:
                Draw(plot, bars);
                break;
        }
        Dress(plot, LegendLine * LegendLines(figure));
        if (isTitled)
        {
            plot.Title(LabelText.TitleOf(figure.Title), Text);
            plot.Axes.Title.Label.ForeColor = ColourOf(Palette.Ink);
        }
        return plot;
    }

    static void Draw(Plot plot, Chart chart)
    {
        Ticks x = Ticks.Of(chart.X.Scale, chart.Series.SelectMany(s => s.Points).Select(p => p.X));
        Ticks y = Ticks.Of(chart.Y.Scale, chart.Series.SelectMany(s => s.Points).SelectMany(p => new[] { p.Low, p.Y, p.High }));
        if (chart.HasDiagonal)
        {
            var diagonal = plot.Add.Line(0, 0, 1, 1);
            (diagonal.LineColor, diagonal.LinePattern) = (ColourOf(Palette.Ink), LinePattern.Dashed);
        }
        for (int s = 0; s < chart.Series.Length; s++)
        {
            Series series = chart.Series[s];
            double aside = chart.X.Scale == Scale.Doubling ? Aside * (s - (chart.Series.Length - 1) / 2.0) : 0;
            Color colour = ColourOf(Palette.Of(series.Colour));
            ChartPoint[] points = [.. series.Points.Where(p => double.IsFinite(p.Y) && (p.X > 0 || chart.X.Scale is Scale.Percent or Scale.Unit))];
            double[] xs = [.. points.Select(p => Ticks.Position(chart.X.Scale, p.X) + aside)], ys = [.. points.Select(p => p.Y)];
            if (points.Length > 0)
            {
                var interval = plot.Add.ErrorBar(xs, ys, [.. points.Select(p => p.High - p.Y)]);
                interval.YErrorNegative = [.. points.Select(p => p.Y - p.Low)];
                (interval.Color, interval.CapSize, interval.LineWidth) = (colour.WithAlpha(0.45), 3, 1.4f);
            }
            var line = plot.Add.Scatter(xs, ys, colour);
            (line.LineWidth, line.MarkerSize, line.MarkerShape, line.LegendText) = (chart.IsConnected ? 2 : 0, 7, ShapeOf(series.Colour), LabelText.Of(series.Name));
        }
        Mark(plot.Axes.Bottom, x);
        Mark(plot.Axes.Left, y);
        plot.Axes.SetLimits(x.From, x.To, y.From, y.To);
        plot.XLabel(LabelText.Of(chart.X.Label));
        plot.YLabel(LabelText.Of(chart.Y.Label));
    }

    static void Draw(Plot plot, BarChart chart)
    {
        for (int part = 0; part < chart.Parts.Length; part++)
        {
            var bars = plot.Add.Bars(chart.Bars.Select((bar, i) => new ScottPlot.Bar
            {
                Position = -i,
                ValueBase = bar.Values.Take(part).Sum(),
                Value = bar.Values.Take(part + 1).Sum(),
                FillColor = ColourOf(Palette.Of(part)),
                LineWidth = 0,
                Size = 0.66,
                Orientation = Orientation.Horizontal,
            }).ToArray());
            bars.LegendText = LabelText.Of(chart.Parts[part]);
            bars.Color = ColourOf(Palette.Of(part));
        }
        double most = chart.Bars.Select(b => b.Values.Sum()).DefaultIfEmpty().Max();
        plot.Axes.SetLimits(0, most > 0 ? 1.04 * most : 1, 0.6 - Math.Max(1, chart.Bars.Length), 0.6);
        plot.Axes.Left.SetTicks([.. chart.Bars.Select((_, i) => (double)-i)], [.. chart.Bars.Select(b => LabelText.Of(b.Name))]);
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Grid.YAxisStyle.MajorLineStyle.Width = 0;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = NumberText.Short, TargetTickCount = 5 };
        plot.XLabel(LabelText.Of(chart.Label));
    }

    static IEnumerable<string> NamesOf(Figure figure) => figure switch
    {
        Chart chart => chart.Series.Select(s => s.Name),
        BarChart bars => bars.Parts,
        _ => [],
    };

    /// <summary>In how many lines the names are set below the plot itself, by a generous width of a letter.</summary>
    static int LegendLines(Figure figure)
    {
        const int Sign = 45, Letter = 8;
        int beside = figure is BarChart { Bars: { IsEmpty: false } bars } ? 30 + Letter * bars.Max(b => LabelText.Of(b.Name).Length) : 75;
        int lines = 0, left = 0;
        foreach (string name in NamesOf(figure))
        {
            int width = Sign + Letter * LabelText.Of(name).Length;
            if (width > left) (lines, left) = (lines + 1, Width - beside);
            left -= width;
        }
        return lines;
    }

    static void Mark(IAxis axis, Ticks ticks) => axis.SetTicks([.. ticks.Marks.Select(m => m.Position)], [.. ticks.Marks.Select(m => m.Label)]);

    static void Dress(Plot plot, int legendHeight)
    {
        Color ink = ColourOf(Palette.Ink), paper = ColourOf(Palette.Paper);
        plot.FigureBackground.Color = paper;
        plot.DataBackground.Color = paper;
        plot.Axes.Color(ink);
        plot.Grid.MajorLineColor = ColourOf(Palette.Grid);
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        foreach (IAxis axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.TickLabelStyle.FontSize = Text;
            axis.Label.FontSize = Text;
            axis.Label.Bold = false;
        }
        if (Font is { } name) plot.Font.Set(name);
        if (plot.Legend.GetItems().Length == 0) return; // the library draws nothing at all beside an empty legend
        var panel = plot.ShowLegend(Edge.Bottom);
        (panel.Padding, panel.MinimumSize) = (new(0), legendHeight);
        Legend legend = panel.Legend;
        (legend.Orientation, legend.TightHorizontalWrapping, legend.Margin, legend.Padding) = (Orientation.Horizontal, true, new(0), new(2));
        (legend.OutlineWidth, legend.ShadowColor, legend.BackgroundColor) = (0, Colors.Transparent, paper);
        (legend.FontColor, legend.FontSize, legend.FontName) = (ink, Text, Font ?? legend.FontName);
    }

    static MarkerShape ShapeOf(int series) => (series % 4) switch
    {
        0 => MarkerShape.FilledSquare,
        1 => MarkerShape.FilledTriangleUp,
        2 => MarkerShape.FilledCircle,
        _ => MarkerShape.FilledDiamond,
    };

    static Color ColourOf(PaletteColour colour) => Color.FromHex(colour.Light);
}
