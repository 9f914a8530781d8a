using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Workspaces;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Baton.Server.Imports;

/// <summary>Imports uploaded files, one at a time on each node, as long as the server runs; also those that another node has left unfinished.</summary>
internal sealed partial class ImportLoop(IDatabase database, ImportRunner runner, WorkspaceStore workspaces, Readiness readiness, IClock clock, ILogger<ImportLoop> log)
    : WorkspaceLoop(workspaces, readiness, log, pause: TimeSpan.FromMilliseconds(500))
{
    /// <summary>Imports the oldest file of a workspace that waits.</summary>
    /// <returns>False where none does.</returns>
    public override async Task<bool> WorkAsync(Guid workspaceId, CancellationToken cancel)
    {
        var now = clock.GetCurrentInstant();
        Guid? waiting;
        await using (var connection = await database.OpenReadAsync(cancel))
        {
            if (UploadTable.HasAbandoned(connection, workspaceId, now))
            {
                await database.WriteAsync(transaction => UploadTable.Abandon(transaction, workspaceId, now), cancel);
            }

            waiting = ImportTable.FindWaiting(connection, workspaceId, now);
        }

        if (waiting is not { } id || await runner.TakeAsync(workspaceId, id, cancel) is not { } import)
        {
            return false;
        }

        try
        {
            await ImportAsync(import, cancel);
        }
        catch (ImportTakenException)
        {
            // Another node thought this one dead, and goes on with it.
        }
        catch (OperationCanceledException)
        {
            await runner.LeaveAsync(import);
            throw;
        }
        catch (Exception failure) when (failure is not DatabaseBusyException && Databases.Explain(failure) is null)
        {
            if (failure is not FileFailedException)
            {
                Failed(log, failure, import.Id);
                await runner.FinishAsync(import, ImportState.Failed, "Something in Baton is wrong. The server's log says more. What was imported until then is kept.", CancellationToken.None);
            }
        }

        return true;
    }

    private async Task ImportAsync(Import import, CancellationToken cancel)
    {
        if (!InputFile.TryOpen(import.FileName, new UploadedStream(database, import), import.Bytes, out var input, out var problem))
        {
            await runner.FinishAsync(import, ImportState.Failed, problem.ToString(), cancel);
            return;
        }

        using (input)
        {
            var (file, wrong) = await runner.OpenAsync(import.WorkspaceId, import.Kind, import.Choices, input, cancel);
            if (file is null)
            {
                await runner.FinishAsync(import, ImportState.Failed, wrong, cancel);
                return;
            }

            await runner.RunAsync(import, input, file, cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Import} failed")]
    private static partial void Failed(ILogger log, Exception failure, Guid import);
}
