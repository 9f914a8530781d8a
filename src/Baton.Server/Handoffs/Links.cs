using System.Buffers.Binary;
using System.Buffers.Text;
using System.Data.Common;
using System.Security.Cryptography;
using Baton.Server.Workspaces;
using Dapper;
using NodaTime;

namespace Baton.Server.Handoffs;

/// <summary>Links in messages by which people act on a hand-off without signing in: signed, each for one person and one act, which it does once.</summary>
/// <param name="WorkspaceId">Whose.</param>
/// <param name="Url">Under which address people reach Baton, without a slash at its end.</param>
/// <param name="Secret">What links are signed with.</param>
internal sealed record Links(Guid WorkspaceId, string Url, byte[] Secret)
{
    /// <summary>Where links lead.</summary>
    public const string Path = "/act";

    private const int Signed = 1 + 16 + 16 + 16 + 16 + 8;
    private const int Length = Signed + 16;

    /// <summary>How long links work.</summary>
    public static readonly Duration Life = Duration.FromDays(30);

    /// <summary>How a workspace makes links; null where nothing is there yet to sign them with.</summary>
    public static Links? Of(DbConnection connection, DbTransaction? transaction, Guid workspaceId) =>
        connection.QueryFirstOrDefault<(string? Url, byte[]? Secret)>("SELECT url, link_secret FROM workspace WHERE workspace_id = @workspaceId", new { workspaceId }, transaction) is (var url, { } secret)
            ? new Links(workspaceId, url ?? WorkspaceStore.UnknownUrl, secret)
            : null;

    /// <summary>A link by which somebody does something about a hand-off. It works for 30 days.</summary>
    /// <param name="act">What it does.</param>
    /// <param name="handoff">About what.</param>
    /// <param name="person">For whom.</param>
    /// <param name="now">The time.</param>
    /// <param name="task">The task that is done by it; null for none.</param>
    public string To(Act act, Guid handoff, Guid person, Instant now, Guid? task = null)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = (byte)act;
        WorkspaceId.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        handoff.TryWriteBytes(bytes[17..], bigEndian: true, out _);
        person.TryWriteBytes(bytes[33..], bigEndian: true, out _);
        (task ?? Guid.Empty).TryWriteBytes(bytes[49..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[65..], (now + Life).ToUnixTimeMilliseconds());
        Sign(bytes[..Signed], bytes[Signed..]);
        return $"{Url}{Path}/{Base64Url.EncodeToString(bytes)}";
    }

    /// <summary>The workspace that a link names, before anybody knows whether it is one; null where it is none.</summary>
    public static Guid? WorkspaceOf(string token) => TryDecode(token, out var bytes) ? new Guid(bytes.AsSpan(1, 16), bigEndian: true) : null;

    /// <summary>What a link is for; null where it is none of this workspace's.</summary>
    public Link? Read(string token)
    {
        if (!TryDecode(token, out var bytes))
        {
            return null;
        }

        Span<byte> signature = stackalloc byte[16];
        Sign(bytes.AsSpan(0, Signed), signature);
        return CryptographicOperations.FixedTimeEquals(signature, bytes.AsSpan(Signed)) && Enum.IsDefined((Act)bytes[0])
            ? new Link(
                new Guid(signature),
                (Act)bytes[0],
                new Guid(bytes.AsSpan(17, 16), bigEndian: true),
                new Guid(bytes.AsSpan(33, 16), bigEndian: true),
                new Guid(bytes.AsSpan(49, 16), bigEndian: true) is var task && task != Guid.Empty ? task : null,
                Instant.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(65))))
            : null;
    }

    private static bool TryDecode(string token, out byte[] bytes)
    {
        bytes = new byte[Length + 3];
        if (token.Length != ((Length * 4) + 2) / 3 || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != Length)
        {
            return false;
        }

        bytes = bytes[..Length];
        return true;
    }

    private void Sign(ReadOnlySpan<byte> content, Span<byte> signature)
    {
        Span<byte> whole = stackalloc byte[32];
        HMACSHA256.HashData(Secret, content, whole);
        whole[..16].CopyTo(signature);
    }
}

/// <summary>A link that was made here.</summary>
/// <param name="Id">Tells it from others: it does its work once.</param>
/// <param name="Act">What it does.</param>
/// <param name="Handoff">About what.</param>
/// <param name="Person">For whom.</param>
/// <param name="Task">The task that is done by it; null for none.</param>
/// <param name="Expires">The first moment at which it does not work any more.</param>
internal sealed record Link(Guid Id, Act Act, Guid Handoff, Guid Person, Guid? Task, Instant Expires);

/// <summary>What links do. The numbers are part of links that were sent.</summary>
public enum Act : byte
{
    /// <summary>Accepts the hand-off.</summary>
    Accept = 1,

    /// <summary>Gives the lead back.</summary>
    Reject = 2,

    /// <summary>Logs a call.</summary>
    LogCall = 3,
}
