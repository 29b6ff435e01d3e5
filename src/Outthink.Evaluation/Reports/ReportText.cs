using System.Text.Encodings.Web;
using System.Text.Json;

namespace Outthink.Evaluation.Reports;

/// <summary>Reports as JSON text; characters stand as they are, not escaped for HTML.</summary>
public static class ReportText
{
    static readonly JsonSerializerOptions Lines = new(ReportJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly JsonSerializerOptions Document = new(Lines) { WriteIndented = true };

    /// <summary>A document with line breaks, without the last one.</summary>
    public static string Of(EvaluationReport report) => JsonSerializer.Serialize(report, Document.GetTypeInfo(typeof(EvaluationReport)));

    /// <inheritdoc cref="Of(EvaluationReport)"/>
    public static string Of(PrmReport report) => JsonSerializer.Serialize(report, Document.GetTypeInfo(typeof(PrmReport)));

    /// <inheritdoc cref="Of(EvaluationReport)"/>
    public static string Of(PrmStudyReport report) => JsonSerializer.Serialize(report, Document.GetTypeInfo(typeof(PrmStudyReport)));

    /// <inheritdoc cref="Of(EvaluationReport)"/>
    public static string Of(RunReport report) => JsonSerializer.Serialize(report, Document.GetTypeInfo(typeof(RunReport)));

    /// <inheritdoc cref="Of(EvaluationReport)"/>
    public static string Of(RunListReport report) => JsonSerializer.Serialize(report, Document.GetTypeInfo(typeof(RunListReport)));

    /// <summary>One line, without its end.</summary>
    public static string Of(CandidateRecord record) => JsonSerializer.Serialize(record, Lines.GetTypeInfo(typeof(CandidateRecord)));
}
