using System.Text;
using Baton.Server.Hosting;
using Baton.Server.Storage;
using Baton.Server.Tests.Storage;

namespace Baton.Server.Tests.Hosting;

public class StartTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Nobody_works_in_a_database_before_it_is_up_to_date(Dialect dialect)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(dialect);
        using var log = new MemoryStream();
        var app = BatonServer.Build(new ServerOptions { Data = database.Location, Urls = "http://127.0.0.1:0", Logs = "json" }, null, Stream.Synchronized(log));
        await using (app)
        {
            await app.StartAsync(Cancel);
            await Task.Delay(700, Cancel);
            app.Lifetime.ApplicationStopping.IsCancellationRequested.ShouldBeFalse("What works in the background must not end the server.");
            await BatonServer.PrepareAsync(app, Cancel);
            await Task.Delay(700, Cancel);
            await app.StopAsync(Cancel);
        }

        var lines = Encoding.UTF8.GetString(log.ToArray());
        lines.ShouldNotContain("\"level\":\"warning\"");
        lines.ShouldNotContain("\"level\":\"error\"");
    }
}
