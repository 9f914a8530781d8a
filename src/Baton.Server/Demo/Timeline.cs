namespace Baton.Server.Demo;

/// <summary>
/// The events of the year, exactly as many as were ordered. Some travel late, some are dated in the future, and some are
/// sent twice, in place of another event.
/// </summary>
internal sealed class Timeline(Seasons seasons, int count)
{
    private const int Second = 1000;
    private const int Minute = 60 * Second;
    private const int Hour = 60 * Minute;
    private const double TwiceShare = 0.0105;
    private const double FutureShare = 0.001;
    private const double LateShare = 0.025;
    private const double VeryLateShare = 0.008;

    private readonly Moment[] _moments = new Moment[count];
    private int _count;
    private int _limit;

    /// <summary>Whether all the events allowed so far are there; more are dropped.</summary>
    public bool IsFull => _count == _limit;

    public void Allow(int more) => _limit += more;

    public void Add(long occurred, int row, Deed deed, byte item, Sender sender, ref Dice dice)
    {
        if (IsFull)
        {
            return;
        }

        if (occurred >= seasons.Until)
        {
            occurred = seasons.Until - 1 - dice.Below(Hour);
        }

        var delay = Delay(deed, sender, ref dice);
        if (delay > 0)
        {
            delay = WithinYear(occurred, delay, ref dice);
        }

        var moment = new Moment(occurred + Math.Max(delay, 0), delay, row, _count, deed, item, sender);
        _moments[_count++] = moment;
        if (!IsFull && dice.Chance(TwiceShare))
        {
            _moments[_count++] = Again(moment, ref dice);
        }
    }

    /// <summary>The events in order of arrival.</summary>
    public Moment[] InOrder()
    {
        Array.Sort(_moments);
        return _moments;
    }

    private Moment Again(Moment first, ref Dice dice)
    {
        var pause = dice.Chance(0.8) ? dice.Between(Second, Minute) : dice.Between(Minute, 6 * Hour);
        pause = WithinYear(first.Received, pause, ref dice);
        return first with { Received = first.Received + pause, Delay = first.Delay + pause };
    }

    private int WithinYear(long from, int delay, ref Dice dice) =>
        from + delay < seasons.Until ? delay : dice.Below((int)(seasons.Until - from));

    private static int Delay(Deed deed, Sender sender, ref Dice dice)
    {
        var chance = dice.Unit();
        if (deed == Deed.TradeFairVisited && chance < 0.7)
        {
            return dice.Between(Hour, 60 * Hour); // the badge scanners are read out in the evening, or back at the office
        }

        if (sender is Sender.Crawler or Sender.Scanner || chance >= FutureShare + LateShare + VeryLateShare)
        {
            return dice.Between(40, 900);
        }

        return chance switch
        {
            < FutureShare => -dice.Between(5 * Minute, 72 * Hour),
            < FutureShare + VeryLateShare => dice.Between(3 * Hour, 120 * Hour),
            _ => dice.Between(2 * Minute, 3 * Hour),
        };
    }
}
