using System.Text.Json.Serialization;

namespace Outthink.Backends.ModelCards;

[JsonConverter(typeof(JsonStringEnumConverter<ModelRole>))]
public enum ModelRole
{
    [JsonStringEnumMemberName("policy")] Policy,
    [JsonStringEnumMemberName("prm")] Prm,
}
