using Baton.Bench;
using Baton.Bench.Handoffs;
using Baton.Bench.Ingest;
using Baton.Bench.Pages;

switch (args[0])
{
    case "ingest":
        await new IngestBench(IngestArguments.Read(args[1..])).RunAsync();
        break;
    case "pages":
        await PagesBench.RunAsync(args[1..]);
        break;
    case "multiply":
        await Multiplier.RunAsync(args[1..]);
        break;
    case "handoffs":
        await new HandoffsBench(HandoffsArguments.Read(args[1..])).RunAsync();
        break;
    default:
        ScoringWorker.Load(playbook: args[0], leads: args[1], events: args[2], asOf: args[3]).Obey(Console.In, Console.Out);
        break;
}
