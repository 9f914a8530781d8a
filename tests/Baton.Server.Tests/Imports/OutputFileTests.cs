using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_appears_whole_on_commit_and_not_before()
    {
        using var file = Create(_folder["scores.csv"]);
        file.Stream.Write("a,b\n"u8);
        file.Stream.Flush();
        File.Exists(_folder["scores.csv"]).ShouldBeFalse();

        file.Commit();

        File.ReadAllText(_folder["scores.csv"]).ShouldBe("a,b\n");
        Directory.GetFiles(_folder.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void Without_a_commit_nothing_is_left_and_the_target_is_as_it_was()
    {
        _folder.Write("scores.csv", "old");

        using (var file = Create(_folder["scores.csv"]))
        {
            file.Stream.Write("new"u8);
        }

        File.ReadAllText(_folder["scores.csv"]).ShouldBe("old");
        Directory.GetFiles(_folder.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_target_that_exists_is_replaced_and_keeps_its_permissions()
    {
        const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _folder.Write("scores.csv", "old");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder["scores.csv"], Private);
        }

        using var file = Create(_folder["scores.csv"]);
        file.Stream.Write("new"u8);
        file.Commit();

        File.ReadAllText(_folder["scores.csv"]).ShouldBe("new");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(_folder["scores.csv"]).ShouldBe(Private);
        }
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        _folder.Write("real.csv", "old");
        File.CreateSymbolicLink(_folder["link.csv"], _folder["real.csv"]);

        using var file = Create(_folder["link.csv"]);
        file.Stream.Write("new"u8);
        file.Commit();

        File.ResolveLinkTarget(_folder["link.csv"], returnFinalTarget: true)!.Name.ShouldBe("real.csv");
        File.ReadAllText(_folder["real.csv"]).ShouldBe("new");
    }

    [Fact]
    public void Two_writers_of_one_target_do_not_meet()
    {
        using var first = Create(_folder["scores.csv"]);
        using var second = Create(_folder["scores.csv"]);
        first.Stream.Write("first"u8);
        second.Stream.Write("second"u8);

        first.Commit();
        second.Commit();

        File.ReadAllText(_folder["scores.csv"]).ShouldBe("second");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-")]
    public void A_dash_is_standard_output_which_stays_open(string? path)
    {
        using var output = new MemoryStream();
        using (var file = Create(path, output))
        {
            file.Stream.Write("a,b\n"u8);
            file.Commit();
        }

        output.CanWrite.ShouldBeTrue();
        output.ToArray().ShouldBe("a,b\n"u8.ToArray());
    }

    [Fact]
    public void A_folder_cannot_be_written() => Problem(_folder.Folder).ShouldBe($"{_folder.Folder} is a folder. Name a file in it.");

    [Fact]
    public void A_missing_folder_is_said_to_be_missing() =>
        Problem(_folder["no/scores.csv"]).ShouldBe($"The folder {_folder["no"]} does not exist. Create it or check the name.");

    [Fact]
    public void A_folder_that_may_not_be_written_says_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "The administrator may write everywhere.");
        const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Folder, ReadOnly);
        }

        string problem = Problem(_folder["scores.csv"]);

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.Folder, ReadOnly | UnixFileMode.UserWrite);
        }

        problem.ShouldBe($"{_folder["scores.csv"]} may not be written by this user. Choose another folder or change its permissions.");
    }

    [Fact]
    public void A_full_disk_is_said_once()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");

        var failed = Should.Throw<FileFailedException>(() =>
        {
            using var file = Create("/dev/full");
            file.Stream.Write(new byte[1 << 20]);
            file.Commit();
        });

        failed.Message.ShouldBe("/dev/full cannot be written: the disk is full. Free some space or choose another disk.");
        File.Exists("/dev/full").ShouldBeTrue();
    }

    [Fact]
    public void A_link_to_what_is_not_there_makes_the_file_that_it_leads_to()
    {
        File.CreateSymbolicLink(_folder["link.csv"], _folder["real.csv"]);

        using (var file = Create(_folder["link.csv"]))
        {
            file.Commit();
        }

        File.Exists(_folder["real.csv"]).ShouldBeTrue();
        new FileInfo(_folder["link.csv"]).LinkTarget.ShouldBe(_folder["real.csv"]);
    }

    [Fact]
    public void A_link_into_a_folder_that_is_not_there_names_that_folder()
    {
        File.CreateSymbolicLink(_folder["link.csv"], _folder["no/real.csv"]);

        Problem(_folder["link.csv"]).ShouldBe($"The folder {_folder["no"]} does not exist. Create it or check the name.");
    }

    [Fact]
    public void The_longest_name_that_a_file_may_have_can_be_written_and_a_longer_one_is_refused_at_once()
    {
        string longest = _folder[new string('a', 251) + ".csv"];

        using (var file = Create(longest))
        {
            file.Commit();
        }

        Directory.GetFiles(_folder.Folder).ShouldBe([longest]);
        Problem(longest + "x").ShouldBe($"{longest}x has a name longer than 255 bytes. Choose a shorter one.");
    }

    [Fact]
    public void A_plain_file_under_dev_is_replaced_as_any_other()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "Only Linux has plain files under /dev.");
        string path = $"/dev/shm/baton-{Path.GetFileName(_folder.Folder)}.csv";
        File.WriteAllText(path, "much older");
        try
        {
            using var file = Create(path);
            file.Stream.Write("new"u8);
            file.Commit();

            File.ReadAllText(path).ShouldBe("new");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_named_pipe_gets_the_bytes_as_they_come()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The kind of a file is asked of Linux.");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [_folder["pipe.csv"]]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        // Opening the pipe waits for the other end.
        var read = Task.Run(() => File.ReadAllText(_folder["pipe.csv"]), TestContext.Current.CancellationToken);
        using (var file = Create(_folder["pipe.csv"]))
        {
            file.Stream.Write("a,b\n"u8);
            file.Commit();
        }

        (await read).ShouldBe("a,b\n");
        Directory.GetFiles(_folder.Folder).ShouldHaveSingleItem();
    }

    [Fact]
    public void Of_several_files_none_appears_while_one_cannot_be_written()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        using (var first = Create(_folder["scores.csv"]))
        using (var second = Create("/dev/full"))
        {
            first.Stream.Write("new"u8);
            second.Stream.Write("new"u8);

            Should.Throw<FileFailedException>(() => OutputFile.Commit([first, second]));
        }

        Directory.GetFiles(_folder.Folder).ShouldBeEmpty();
    }

    private static OutputFile Create(string? path, Stream? output = null)
    {
        OutputFile.TryCreate(path, output ?? Stream.Null, out var file, out var problem).ShouldBeTrue(problem?.ToString());
        return file!;
    }

    private static string Problem(string path)
    {
        OutputFile.TryCreate(path, Stream.Null, out _, out var problem).ShouldBeFalse();
        return problem!.ToString();
    }

    public void Dispose() => _folder.Dispose();
}
