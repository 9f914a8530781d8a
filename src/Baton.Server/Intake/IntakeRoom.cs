using System.Net;
using Baton.Server.Api;
using Baton.Server.Storage;
using Baton.Server.Telemetry;

namespace Baton.Server.Intake;

/// <summary>
/// How much memory requests with events may take from their first byte to their answer, all together: their bodies as they come in, unpacked, and what is
/// read of them. What does not fit is refused before it is read on, however many send and however long the database takes.
/// </summary>
internal sealed class IntakeRoom
{
    /// <summary>In bytes. What <see cref="IntakeQueue"/> takes at most is here twice: as it came and as it is to be kept.</summary>
    public const long Most = 128L << 20;

    /// <summary>How much of it those may take who have not said in the header who they are: enough for them, and never what others need.</summary>
    public const long MostOfUnnamed = Most / 4;

    /// <summary>How much of that those may take who send from one address, so that no one shuts out the others by beginning what never ends.</summary>
    public const long MostOfAddress = MostOfUnnamed / 4;

    private readonly long[] _takenByAddress = new long[Addresses.Counters];
    private long _taken;
    private long _takenByUnnamed;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>A place for one request, which has nothing yet and of which it is known already who sends it.</summary>
    public Place Enter() => new(this, null);

    /// <summary>A place for one request, which has nothing yet and may be anybody's.</summary>
    public Place Enter(IPAddress? address) => new(this, Addresses.CounterOf(address ?? IPAddress.None));

    /// <summary>What one request has taken; given back when it is disposed. Not thread-safe.</summary>
    internal sealed class Place(IntakeRoom room, int? counter) : IDisposable
    {
        private int? _counter = counter;
        private long _bytes;

        /// <summary>Takes more.</summary>
        /// <exception cref="DatabaseBusyException">There is no room.</exception>
        public void Take(long bytes)
        {
            _bytes += bytes;
            if (!room.Count(bytes, _counter))
            {
                Measures.Busy();
                throw new DatabaseBusyException("More comes in than can be written. Send it again in a moment.");
            }
        }

        /// <summary>It is known now who sends.</summary>
        public void Know()
        {
            if (_counter is { } counted)
            {
                room.CountUnnamed(-_bytes, counted);
                _counter = null;
            }
        }

        public void Dispose()
        {
            room.Count(-_bytes, _counter);
            _bytes = 0;
        }
    }

    /// <summary>Counts bytes that were taken or, below 0, given back. False where there are now more than there may be.</summary>
    private bool Count(long bytes, int? counter)
    {
        var fits = Interlocked.Add(ref _taken, bytes) <= Most;
        return counter is { } at ? CountUnnamed(bytes, at) && fits : fits;
    }

    private bool CountUnnamed(long bytes, int counter) =>
        Interlocked.Add(ref _takenByUnnamed, bytes) <= MostOfUnnamed & Interlocked.Add(ref _takenByAddress[counter], bytes) <= MostOfAddress;
}
