using System.Data.Common;
using Baton.Core.Qualification;
using Baton.Server.Storage;

namespace Baton.Server.Handoffs;

/// <summary>Writes the table <c>answer</c>.</summary>
internal static class AnswerTable
{
    private static readonly BulkInsert<(Answer Answer, Guid LeadId)> New = new(
        "answer",
        new Columns<(Answer Answer, Guid LeadId)>()
            .Uuid("answer_id", row => row.Answer.Id)
            .Uuid("lead_id", row => row.LeadId)
            .Text("criterion", row => row.Answer.Criterion)
            .Text("value", row => row.Answer.Value.IsMissing ? null : KeptText.Of(row.Answer.Value.Text))
            .Text("written", row => KeptText.Of(row.Answer.Written))
            .Bigint("at", row => row.Answer.At.ToUnixTimeMilliseconds())
            .Text("said_by", row => row.Answer.By)
            .Smallint("source", row => (short)row.Answer.Source)
            .Text("form", row => row.Answer.Form is { } form ? KeptText.Of(form) : null)
            .Text("note", row => row.Answer.Note is { } note ? KeptText.Of(note) : null),
        "ON CONFLICT DO NOTHING");

    /// <summary>Adds answers; one that is there already is left as it is.</summary>
    public static void Add(DbTransaction transaction, Guid workspaceId, IReadOnlyList<(Answer Answer, Guid LeadId)> answers) => New.Run(transaction, workspaceId, answers);
}
