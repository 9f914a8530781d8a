using System.Security.Cryptography;
using System.Text;
using Baton.Server.Imports;
using Baton.Server.Storage;
using Baton.Server.Tests.Leads;
using Baton.Server.Tests.Storage;
using NodaTime;

namespace Baton.Server.Tests.Imports;

public class ImportResumeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly byte[] Leads = Encoding.UTF8.GetBytes("id,email,title,company\n" + string.Concat(Enumerable.Range(1, 3_500).Select(i =>
        i % 500 == 0 ? FormattableString.Invariant($"{i},too,many,fields,here\n") : FormattableString.Invariant($"{i},p{i}@c{i % 40}.example,Manager {i},C{i % 40}\n"))));

    [Theory]
    [EachDatabase]
    public async Task What_was_stopped_goes_on_behind_the_last_batch_and_ends_as_if_it_had_not_been_stopped(Dialect dialect)
    {
        await using var whole = await TestWorkspace.CreateAsync(dialect);
        await whole.ImportAsync(ImportKind.Leads, Leads);
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var stop = new CancellationTokenSource();
        var clock = new StoppingClock(world, stop, after: 6);

        await Should.ThrowAsync<OperationCanceledException>(() => ImportAsync(world, world.Runner(clock), stop.Token));

        var open = (await ImportTable.ListAsync(world.Db, world.Id, null, 10, Cancel)).Single();
        (open.State, open.Accepted is > 0 and < 3_493).ShouldBe((ImportState.Running, true));
        world.Now += Duration.FromHours(1);
        var resumed = await ImportAsync(world, world.Runner(), Cancel);
        (resumed.Id, resumed.Started, resumed.State).ShouldBe((open.Id, open.Started, ImportState.Done));
        (resumed.Accepted, resumed.Repeated, resumed.Rejected).ShouldBe((3_493, 0, 7));
        (await world.RejectedAsync(resumed)).Select(row => row.Line).ShouldBe([501, 1001, 1501, 2001, 2501, 3001, 3501]);
        (await world.ContentsAsync()).ShouldBe(await whole.ContentsAsync());
    }

    [Theory]
    [EachDatabase]
    public async Task Two_who_import_one_file_do_not_do_it_twice(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        using var stop = new CancellationTokenSource();
        var first = world.Runner(new StoppingClock(world, stop, after: 4));
        await Should.ThrowAsync<OperationCanceledException>(() => ImportAsync(world, first, stop.Token));
        var open = (await ImportTable.ListAsync(world.Db, world.Id, null, 10, Cancel)).Single();
        var second = world.Runner();

        (await second.BeginAsync(open, Cancel)).ShouldBeNull("The first may be at work.");
        world.Now += ImportTable.Patience;
        var taken = (await second.BeginAsync(open, Cancel)).ShouldNotBeNull();

        await Should.ThrowAsync<ImportTakenException>(() => RunAsync(world, first, open));
        (await ImportTable.GetAsync(world.Db, world.Id, open.Id, Cancel))!.Line.ShouldBe(open.Line);
        (await RunAsync(world, second, taken)).Accepted.ShouldBe(3_493);
        (await world.ScalarAsync<long>("SELECT count(*) FROM event WHERE workspace_id = @Id")).ShouldBe(3_493);
    }

    [Theory]
    [EachDatabase]
    public async Task A_damaged_file_fails_with_what_was_whole_kept(Dialect dialect)
    {
        await using var world = await TestWorkspace.CreateAsync(dialect);
        var many = Encoding.UTF8.GetBytes("id,title\n" + string.Concat(Enumerable.Range(1, 5_000).Select(i => $"{i},{Convert.ToHexString(SHA512.HashData(BitConverter.GetBytes(i)))}{new string('x', 200)}\n")));
        var packed = TemporaryFolder.Gzip(many)[..^20_000];

        await Should.ThrowAsync<FileFailedException>(() => world.ImportAsync(ImportKind.Leads, packed));

        var import = (await ImportTable.ListAsync(world.Db, world.Id, null, 10, Cancel)).Single();
        (import.State, import.Accepted > 1_000).ShouldBe((ImportState.Failed, true));
        import.Problem.ShouldNotBeNull().ShouldContain("damaged");
    }

    private static Task<Import> ImportAsync(TestWorkspace world, ImportRunner runner, CancellationToken cancel) =>
        ImportAsync(world, runner, Leads, cancel);

    private static async Task<Import> ImportAsync(TestWorkspace world, ImportRunner runner, byte[] content, CancellationToken cancel)
    {
        if ((await ImportTable.ListAsync(world.Db, world.Id, null, 10, cancel)).Count > 0)
        {
            world.Now += ImportTable.Patience;
        }

        return await world.RunImportAsync(ImportKind.Leads, new MemoryStream(content), content.Length, SHA256.HashData(content), ColumnChoices.None, runner, cancel);
    }

    private static async Task<Import> RunAsync(TestWorkspace world, ImportRunner runner, Import import)
    {
        InputFile.TryOpen("file", new MemoryStream(Leads), Leads.Length, out var input, out _).ShouldBeTrue();
        using (input)
        {
            var (file, _) = await runner.OpenAsync(world.Id, import.Kind, import.Choices, input!, Cancel);
            return await runner.RunAsync(import, input!, file!, Cancel);
        }
    }

    /// <summary>Asks to stop when it was looked at so many times.</summary>
    private sealed class StoppingClock(IClock clock, CancellationTokenSource stop, int after) : IClock
    {
        private int _looks;

        public Instant GetCurrentInstant()
        {
            if (Interlocked.Increment(ref _looks) == after)
            {
                stop.Cancel();
            }

            return clock.GetCurrentInstant();
        }
    }
}
