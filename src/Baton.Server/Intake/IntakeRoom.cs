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

    private long _taken;
    private long _takenByUnnamed;

    /// <summary>Bytes that are taken now.</summary>
    public long Taken => Interlocked.Read(ref _taken);

    /// <summary>A place for one request, which has nothing yet.</summary>
    /// <param name="isNamed">True where it is known already who sends.</param>
    public Place Enter(bool isNamed) => new(this, isNamed);

    /// <summary>What one request has taken; given back when it is disposed. Not thread-safe.</summary>
    internal sealed class Place(IntakeRoom room, bool isNamed) : IDisposable
    {
        private long _bytes;

        /// <summary>Takes more.</summary>
        /// <exception cref="DatabaseBusyException">There is no room.</exception>
        public void Take(long bytes)
        {
            _bytes += bytes;
            if (Interlocked.Add(ref room._taken, bytes) > Most | (!isNamed && Interlocked.Add(ref room._takenByUnnamed, bytes) > MostOfUnnamed))
            {
                Measures.Busy();
                throw new DatabaseBusyException("More comes in than can be written. Send it again in a moment.");
            }
        }

        public void Dispose()
        {
            Interlocked.Add(ref room._taken, -_bytes);
            if (!isNamed)
            {
                Interlocked.Add(ref room._takenByUnnamed, -_bytes);
            }

            _bytes = 0;
        }
    }
}
