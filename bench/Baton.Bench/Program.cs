using Baton.Bench;

var worker = ScoringWorker.Load(playbook: args[0], leads: args[1], events: args[2], asOf: args[3]);
worker.Obey(Console.In, Console.Out);
