using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Baton.Server.Api;

/// <summary>A part of a list. It may be shorter than asked for and even empty although there is more: <c>next</c> says so.</summary>
/// <param name="Items">In the order of the list.</param>
/// <param name="Next">Give it as `cursor`, with everything else as before, to go on. Null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Where a list goes on: behind the row with this number and id.</summary>
/// <param name="Number">What the list is sorted by, such as a time; 0 where only the id counts.</param>
/// <param name="Id">Of several rows with that number the one.</param>
internal readonly record struct Place(long Number, Guid Id)
{
    private const int Length = 1 + 8 + 8 + 16;
    private const byte Format = 1;

    /// <summary>The place as a text that means nothing to whoever has it.</summary>
    /// <param name="list">What was asked for: the place is one in this list and in no other.</param>
    public string ToCursor(string list)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Format;
        Fingerprint(list, bytes[1..9]);
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Number);
        Id.TryWriteBytes(bytes[17..], bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a cursor; no cursor is no place, and one of another list a problem.</summary>
    public static bool TryRead(string? cursor, string list, out Place? place, out ProblemHttpResult? problem)
    {
        (place, problem) = (null, null);
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        Span<byte> bytes = stackalloc byte[Length + 3];
        Span<byte> expected = stackalloc byte[8];
        Fingerprint(list, expected);
        if (cursor.Length > 46 || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || length != Length || bytes[0] != Format)
        {
            problem = Problems.Wrong("`cursor` is none that Baton gave out. Leave it out to begin at the start of the list.");
            return false;
        }

        if (!bytes[1..9].SequenceEqual(expected))
        {
            problem = Problems.Wrong("`cursor` is of a list that was asked for otherwise. Keep every other parameter as it was, or leave `cursor` out to begin anew.");
            return false;
        }

        place = new Place(BinaryPrimitives.ReadInt64BigEndian(bytes[9..]), new Guid(bytes[17..Length], bigEndian: true));
        return true;
    }

    private static void Fingerprint(string list, Span<byte> to) => SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, 8).CopyTo(to);
}

/// <summary>How many items a page has.</summary>
internal static class PageSize
{
    public const int Usual = 50;

    public const int Most = 200;

    /// <summary>The number that was asked for, or a problem.</summary>
    public static bool TryRead(int? asked, out int limit, out ProblemHttpResult? problem)
    {
        limit = asked ?? Usual;
        problem = limit is >= 1 and <= Most ? null : Problems.Wrong($"`limit` is from 1 to {Most}, and {limit} is not.");
        return problem is null;
    }
}
