using System.Text;
using Baton.Core.Scoring.Engine;

namespace Baton.Core.Tests.Scoring.Engine;

public class Utf8ArenaTests
{
    [Fact]
    public void Texts_of_any_length_stay_where_they_are_also_after_the_room_was_used_before()
    {
        var arena = new Utf8Arena();
        for (var round = 0; round < 3; round++)
        {
            var texts = new[] { 0, 1, 1_000, 600_000, 600_000, 2_000_000, 0, 5, 5 }.Select((length, i) => new string((char)('a' + i + round), length)).ToList();
            var positions = texts.ConvertAll(text => arena.Add(Encoding.UTF8.GetBytes(text)));

            positions.ConvertAll(position => Encoding.UTF8.GetString(arena[position])).ShouldBe(texts);
            arena.Clear();
        }
    }

    [Fact]
    public void The_text_that_was_added_last_is_there_once()
    {
        var arena = new Utf8Arena();

        arena.Add("a"u8).ShouldBe(arena.Add("a"u8));
        arena.Add("b"u8).ShouldNotBe(arena.Add("a"u8));
    }
}
