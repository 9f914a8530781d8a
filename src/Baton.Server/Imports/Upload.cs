using System.Security.Cryptography;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>A file that comes in.</summary>
/// <param name="WorkspaceId">Whose.</param>
/// <param name="Kind">What its rows are.</param>
/// <param name="Choices">What the user said of columns.</param>
/// <param name="AsOf">As of when the user says that it is true.</param>
/// <param name="FileName">What the user calls it.</param>
/// <param name="By">Who sends it, as activities have it.</param>
/// <param name="Content">To be read once.</param>
internal sealed record Upload(Guid WorkspaceId, ImportKind Kind, ColumnChoices Choices, Instant? AsOf, string FileName, string By, Stream Content)
{
    /// <summary>The import that it becomes, as long as its content is not known.</summary>
    public Import ToImport(Instant now, bool isUploaded) => new()
    {
        Id = Guid.CreateVersion7(now.ToDateTimeOffset()),
        WorkspaceId = WorkspaceId,
        Kind = Kind,
        FileName = FileName,
        Bytes = 0,
        Fingerprint = new byte[SHA256.HashSizeInBytes],
        Choices = Choices,
        State = ImportState.Uploading,
        IsUploaded = isUploaded,
        Started = now,
        AsOf = AsOf,
        StartedBy = By,
    };
}

/// <summary>What came of a file that came in.</summary>
internal abstract record UploadResult
{
    /// <summary>It is going to be imported.</summary>
    public sealed record Started(Import Import) : UploadResult;

    /// <summary>It waits for somebody who looks at how it would be read.</summary>
    public sealed record Waits(Import Import) : UploadResult;

    /// <summary>The same file, to be read in the same way, is being imported already.</summary>
    public sealed record Underway(Import Import) : UploadResult;

    /// <summary>It cannot be imported, for this reason.</summary>
    public sealed record Unreadable(string Reason) : UploadResult;
}
