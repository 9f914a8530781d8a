using System.Text;
using Baton.Server.Imports;

namespace Baton.Server.Tests.Imports;

/// <summary>A record that was read: where it begins and what its fields hold.</summary>
public sealed record ReadRecord(long Line, string Fields);

/// <summary>What became of a text: its records and what was rejected, in one form that tests compare.</summary>
public sealed record Outcome(IReadOnlyList<ReadRecord> Records, IReadOnlyList<RejectedRow> Rejected)
{
    public static string Join(IEnumerable<string> fields) => string.Join("␟", fields);

    /// <summary>Nothing was rejected and the records, wherever they begin, hold these fields.</summary>
    public void ShouldHold(IReadOnlyList<string> fields, string context)
    {
        var read = Records.Select(r => r.Fields).ToList();
        if (!read.SequenceEqual(fields))
        {
            read.ShouldBe(fields, context);
        }

        if (Rejected.Count > 0)
        {
            Rejected.ShouldBeEmpty(context);
        }
    }

    public void ShouldBe(Outcome expected, string context)
    {
        // Shouldly is made for telling differences, not for being asked ten thousand times whether there are any.
        if (Records.SequenceEqual(expected.Records) && Rejected.SequenceEqual(expected.Rejected))
        {
            return;
        }

        Records.ShouldBe(expected.Records, context);
        Rejected.ShouldBe(expected.Rejected, context);
    }
}

public static class CsvCases
{
    /// <summary>Text made of the pieces that CSV trips over; most of it is not well formed.</summary>
    public static string Nasty(Random random)
    {
        string[] pieces =
        [
            ",", ",", ",", "\n", "\n", "\r\n", "\r", "\"", "\"", "\"\"", "a", "bc", "é", " ", ";",
            ",\"", "\",", "\"\n", "\n\"", "\"x\"", "5\" pipe", "\"a,b\"", "\"c\nd\"", "\"e\r\nf\"", "\"say \"\"hi\"\"\"", "0123456789",
            "the quick brown fox jumps over the lazy dog, twice and again",
        ];
        // Few kinds of pieces in one text: otherwise every text is equally chaotic.
        var kinds = Enumerable.Range(0, random.Next(2, 9)).Select(_ => pieces[random.Next(pieces.Length)]).ToArray();
        var text = new StringBuilder();
        for (int i = random.Next(1, 60); i > 0; i--)
        {
            text.Append(kinds[random.Next(kinds.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Well-formed CSV and the fields it was made of.</summary>
    public static (string Text, List<string[]> Records) WellFormed(Random random, char delimiter)
    {
        string[] values =
        [
            "", "a", " b ", "Müller & Söhne", "x" + delimiter + "y", "say \"hi\"", "two\nlines", "two\r\nlines", "\"", "\"\"", new string('z', 90),
        ];
        string lineEnd = random.Next(2) == 0 ? "\n" : "\r\n";
        bool always = random.Next(3) == 0;
        var records = new List<string[]>();
        var text = new StringBuilder();
        int columns = random.Next(2, 9);
        for (int i = random.Next(1, 40); i > 0; i--)
        {
            var record = Enumerable.Range(0, columns).Select(_ => values[random.Next(values.Length)]).ToArray();
            records.Add(record);
            text.AppendJoin(delimiter, record.Select(Quoted));
            if (i > 1 || random.Next(2) == 0)
            {
                text.Append(lineEnd);
            }
        }
        return (text.ToString(), records);

        string Quoted(string value) =>
            always || value.IndexOfAny([delimiter, '"', '\r', '\n']) >= 0 ? $"\"{value.Replace("\"", "\"\"")}\"" : value;
    }

    public static Outcome Read(string text, char delimiter = ',') => Read(Encoding.UTF8.GetBytes(text), delimiter);

    public static Outcome Read(byte[] bytes, char delimiter = ',')
    {
        var rejected = new List<RejectedRow>();
        return new Outcome(ReadBlock(bytes, 1, delimiter, rejected), rejected);
    }

    /// <summary>Reads through <see cref="BlockReader"/> from a stream that gives a few bytes at a time.</summary>
    public static Outcome ReadInBlocks(byte[] bytes, int blockSize, int workers, Random random, char delimiter = ',')
    {
        var records = new List<ReadRecord>();
        var rejected = new List<RejectedRow>();
        BlockReader.Read(
            new TricklingStream(bytes, random),
            RecordCutter.Csv(delimiter),
            block =>
            {
                var rejectedHere = new List<RejectedRow>();
                if (block.TooLong is not null)
                {
                    rejectedHere.Add(block.TooLong);
                }

                return (Records: ReadBlock(block.Bytes, block.FirstLine, delimiter, rejectedHere), Rejected: rejectedHere);
            },
            part =>
            {
                records.AddRange(part.Records);
                rejected.AddRange(part.Rejected);
            },
            workers,
            firstLine: 1,
            blockSize,
            CancellationToken.None);
        return new Outcome(records, rejected);
    }

    private static List<ReadRecord> ReadBlock(ReadOnlySpan<byte> bytes, long firstLine, char delimiter, List<RejectedRow> rejected)
    {
        var read = new List<ReadRecord>();
        var records = new CsvRecords(bytes, delimiter, firstLine, rejected);
        while (records.MoveNext())
        {
            var fields = new string[records.Count];
            for (int i = 0; i < fields.Length; i++)
            {
                fields[i] = Encoding.UTF8.GetString(records[i]);
            }

            read.Add(new ReadRecord(records.Line, Outcome.Join(fields)));
        }
        return read;
    }

    private sealed class TricklingStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, random.Next(1, 40))]);
    }
}
