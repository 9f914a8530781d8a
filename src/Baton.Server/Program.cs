using System.CommandLine;
using Baton.Server.Commands;

var root = new RootCommand("Baton, the lead qualification system: one agreement on what a qualified lead is, every point explained.")
{
    ScoreCommand.Build(),
    PlaybookCommand.Build(),
    DemoCommand.Build(),
    ImportCommand.Build(),
    ServeCommand.Build(),
    KeyCommand.Build(),
    UserCommand.Build(),
    MessagesCommand.Build(),
    TeamCommand.Build(),
    HealthCommand.Build(),
    BackupCommand.Build(),
};

return await CommandLine.RunAsync(root, args);
