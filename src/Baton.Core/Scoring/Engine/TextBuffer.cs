using System.Text;

namespace Baton.Core.Scoring.Engine;

/// <summary>One text at a time, in reused characters.</summary>
internal sealed class TextBuffer
{
    private char[] _chars = new char[256];

    /// <summary>The text in UTF-16, without the white space around it; valid until the next call.</summary>
    public ReadOnlySpan<char> Trimmed(ReadOnlySpan<byte> utf8)
    {
        utf8 = utf8.Trim(" \t\r\n"u8);
        if (utf8.Length > _chars.Length)
        {
            _chars = new char[Math.Max(_chars.Length * 2, utf8.Length)];
        }

        return _chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, _chars));
    }
}
