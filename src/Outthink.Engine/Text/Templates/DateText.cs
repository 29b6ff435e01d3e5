using System.Globalization;
using System.Text;

namespace Outthink.Engine.Text.Templates;

/// <summary>Dates in the notation of C's strftime, in English.</summary>
static class DateText
{
    const int Longest = 256;

    public static string Format(DateTimeOffset date, string format, Meter meter)
    {
        if (format.Length > Longest)
            throw meter.Fault($"a date's format has at most {Longest} characters");
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
                text.Append(format[i]);
            else
                text.Append(Part(date, format[++i], meter));
        }
        return text.ToString();
    }

    static string Part(DateTimeOffset date, char code, Meter meter) => code switch
    {
        'Y' => Number(date.Year, 4),
        'y' => Number(date.Year % 100, 2),
        'm' => Number(date.Month, 2),
        'd' => Number(date.Day, 2),
        'H' => Number(date.Hour, 2),
        'I' => Number((date.Hour + 11) % 12 + 1, 2),
        'M' => Number(date.Minute, 2),
        'S' => Number(date.Second, 2),
        'j' => Number(date.DayOfYear, 3),
        'p' => date.Hour < 12 ? "AM" : "PM",
        'A' => date.ToString("dddd", CultureInfo.InvariantCulture),
        'a' => date.ToString("ddd", CultureInfo.InvariantCulture),
        'B' => date.ToString("MMMM", CultureInfo.InvariantCulture),
        'b' => date.ToString("MMM", CultureInfo.InvariantCulture),
        '%' => "%",
        _ => throw meter.Fault($"the date format '%{code}' is not known; %Y %y %m %d %H %I %M %S %j %p %A %a %B %b are"),
    };

    static string Number(int value, int digits) => value.ToString("D" + digits, CultureInfo.InvariantCulture);
}
