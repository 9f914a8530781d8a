using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>A file that is imported, and how far it has come.</summary>
public sealed record Import
{
    public required Guid Id { get; init; }

    public required Guid WorkspaceId { get; init; }

    public required ImportKind Kind { get; init; }

    /// <summary>As the user calls it.</summary>
    public required string FileName { get; init; }

    /// <summary>The file's size.</summary>
    public required long Bytes { get; init; }

    /// <summary>How much of it is read.</summary>
    public long BytesRead { get; init; }

    /// <summary>The same for the same file, read in the same way; as long as nobody has said how it is read, SHA-256 of its bytes.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>What the user said of columns.</summary>
    public required ColumnChoices Choices { get; init; }

    public ImportState State { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? Problem { get; init; }

    /// <summary>The last line that is done, from 1; 0 where none is.</summary>
    public long Line { get; init; }

    /// <summary>Rows that said something new.</summary>
    public long Accepted { get; init; }

    /// <summary>Rows of which all was known.</summary>
    public long Repeated { get; init; }

    /// <summary>Rows that could not be read; they are kept with the reason.</summary>
    public long Rejected { get; init; }

    /// <summary>Rows of leads with an id of their own and the e-mail address of a lead that has another id: they are joined to it.</summary>
    public long Joined { get; init; }

    /// <summary>What else there is to know of how the file was read, one sentence each; nothing until it is read to its end.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True where the database has the file, and any node may go on with it.</summary>
    public bool IsUploaded { get; init; }

    /// <summary>When its import began.</summary>
    public required Instant Started { get; init; }

    /// <summary>As of when the file is true, never later than <see cref="Started"/>; as the user says it until its import begins. Null where nothing says it.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>As of when the rows' facts hold: <see cref="AsOf"/>, else since its import began.</summary>
    public Instant TrueAsOf => AsOf ?? Started;

    /// <summary>The import of this very file, read in the same way, that had come to its end before. Its rows are known, and are true as of then.</summary>
    public Guid? Repeats { get; init; }

    public Instant? Finished { get; init; }

    /// <summary>Who imports it, as activities have it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The event that a row is. Of two rows of a file the later's is the greater, in whatever way ids are compared.</summary>
    /// <param name="line">Where the row begins, from 1.</param>
    /// <remarks>Kept in databases, so it never changes: a UUID of version 8, 74 bits of the fingerprint and 48 bits of the line.</remarks>
    public Guid EventIdOf(long line)
    {
        Span<byte> id = stackalloc byte[16];
        Fingerprint.AsSpan(0, 10).CopyTo(id);
        Span<byte> position = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(position, line);
        position[2..].CopyTo(id[10..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>What is the same for the same file, read in the same way.</summary>
    /// <param name="kind">What its rows are.</param>
    /// <param name="choices">What the user said of columns.</param>
    /// <param name="contentHash">SHA-256 of its bytes.</param>
    /// <param name="asOf">As of when the user says that it is true.</param>
    public static byte[] FingerprintOf(ImportKind kind, ColumnChoices choices, ReadOnlySpan<byte> contentHash, Instant? asOf = null)
    {
        var said = asOf is { } time ? string.Create(CultureInfo.InvariantCulture, $"as of {time.ToUnixTimeMilliseconds()}\n") : "";
        return SHA256.HashData([.. Encoding.UTF8.GetBytes($"{kind.Name()}\n{JsonOf(choices)}\n{said}"), .. contentHash]);
    }

    /// <summary>The choices as they are kept, in an order of their own.</summary>
    public static string JsonOf(ColumnChoices choices) => JsonSerializer.Serialize(new Said(
        choices.Id, new SortedDictionary<string, string>(choices.Map.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal)));

    /// <inheritdoc cref="JsonOf"/>
    public static ColumnChoices ChoicesOf(string json)
    {
        var said = JsonSerializer.Deserialize<Said>(json)!;
        return new ColumnChoices(said.Id, new Dictionary<string, string>(said.Map, StringComparer.OrdinalIgnoreCase));
    }

    private sealed record Said(string? Id, SortedDictionary<string, string> Map);
}
