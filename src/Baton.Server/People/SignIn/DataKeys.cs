using System.Xml.Linq;
using Baton.Server.Storage;
using Dapper;
using Microsoft.AspNetCore.DataProtection.Repositories;
using NodaTime;

namespace Baton.Server.People.SignIn;

/// <summary>Keeps what cookies and links are encrypted with in the database, so that every node reads those of the others, and a restart ends none.</summary>
internal sealed class DataKeys(IDatabase database, IClock clock) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Task.Run(async () =>
    {
        await using var connection = await database.OpenReadAsync(default);
        return (await connection.QueryAsync<string>("SELECT xml FROM data_key WHERE workspace_id = @nobody ORDER BY made_at", new { nobody = Guid.Empty })).Select(xml => XElement.Parse(xml)).ToList();
    }).GetAwaiter().GetResult();

    public void StoreElement(XElement element, string friendlyName) => Task.Run(() => database.WriteAsync(
        transaction => transaction.Connection!.Execute(
            "INSERT INTO data_key (workspace_id, name, made_at, xml) VALUES (@nobody, @friendlyName, @at, @xml) ON CONFLICT (workspace_id, name) DO NOTHING",
            new { nobody = Guid.Empty, friendlyName, at = clock.GetCurrentInstant().ToUnixTimeMilliseconds(), xml = element.ToString(SaveOptions.DisableFormatting) },
            transaction),
        default)).GetAwaiter().GetResult();
}
