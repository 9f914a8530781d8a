using Baton.Bench;
using Baton.Bench.Ingest;

if (args[0] == "ingest")
{
    await new IngestBench(IngestArguments.Read(args[1..])).RunAsync();
}
else
{
    var worker = ScoringWorker.Load(playbook: args[0], leads: args[1], events: args[2], asOf: args[3]);
    worker.Obey(Console.In, Console.Out);
}
