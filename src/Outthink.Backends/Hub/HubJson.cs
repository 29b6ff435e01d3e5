using System.Text.Json.Serialization;

namespace Outthink.Backends.Hub;

/// <summary>The hub's answer to <c>GET /api/models/{repo}/revision/{rev}?blobs=true</c>, as far as it is read.</summary>
internal sealed record ModelWire
{
    public string? Sha { get; init; }

    public SiblingWire?[]? Siblings { get; init; }
}

internal sealed record SiblingWire
{
    public required string Rfilename { get; init; }

    public long? Size { get; init; }

    public string? BlobId { get; init; }

    public LfsWire? Lfs { get; init; }
}

internal sealed record LfsWire
{
    public string? Sha256 { get; init; }

    public string? Oid { get; init; }

    public long? Size { get; init; }
}

/// <summary>The hub's answer to <c>GET /api/models/{repo}/refs</c>.</summary>
internal sealed record RefsWire
{
    public RefWire?[]? Branches { get; init; }

    public RefWire?[]? Tags { get; init; }
}

internal sealed record RefWire
{
    public string? Name { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelWire))]
[JsonSerializable(typeof(RefsWire))]
internal sealed partial class HubJson : JsonSerializerContext;
