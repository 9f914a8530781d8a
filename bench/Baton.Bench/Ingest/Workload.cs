using System.Text;
using System.Text.Json;
using Baton.Server.Intake;
using Baton.Server.Playbooks;
using NodaTime;

namespace Baton.Bench.Ingest;

/// <summary>The events that every contender gets, in the order of the file: lines of Segment's NDJSON.</summary>
internal sealed class Workload
{
    private readonly byte[][] _lines;

    private Workload(byte[][] lines) => _lines = lines;

    public int Events => _lines.Length;

    /// <summary>Reads the first lines of a file.</summary>
    public static Workload Read(string path, int most) =>
        new([.. File.ReadLines(path).Take(most).Select(Encoding.UTF8.GetBytes)]);

    /// <summary>The same events as rows, without those that come again and with no more work left than to write them; the row of a lead is made of its user id.</summary>
    public IReadOnlyList<StoredEvent> Rows(PublishedPlaybook playbook, Instant received)
    {
        var reader = new CallReader(playbook);
        return [.. _lines.Select(Row).DistinctBy(row => row.Id)];

        StoredEvent Row(byte[] line)
        {
            var call = reader.Read(line, kind: null, sentAt: null, received, out var problem) ?? throw new InvalidDataException(problem);
            var lead = MessageId.ToEventId(call.Identities[0].Value);
            return new StoredEvent(call.Id, lead, null, call.Kind, call.Name, call.Occurred, call.Received, call.Mark, call.Payload);
        }
    }

    /// <summary>Requests of so many calls each, from a place in the file on.</summary>
    public IEnumerable<byte[]> Requests(int batch, string key)
    {
        foreach (var chunk in _lines.Chunk(batch))
        {
            using var body = new MemoryStream();
            var path = "/v1/batch";
            if (batch == 1)
            {
                using var call = JsonDocument.Parse(chunk[0]);
                path = "/v1/" + call.RootElement.GetProperty("type").GetString();
                body.Write(chunk[0]);
            }
            else
            {
                body.Write("{\"batch\":["u8);
                for (var i = 0; i < chunk.Length; i++)
                {
                    body.Write(i == 0 ? [] : ","u8);
                    body.Write(chunk[i]);
                }

                body.Write("]}"u8);
            }

            yield return WireRequest.Post(path, key, body.ToArray());
        }
    }
}
