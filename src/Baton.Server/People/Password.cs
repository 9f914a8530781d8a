using System.Security.Cryptography;
using Baton.Server.Shell;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;

namespace Baton.Server.People;

/// <summary>What people show to be let in. Only a slow, salted hash of it is kept (PBKDF2, ASP.NET Core Identity's).</summary>
internal static class Password
{
    public const int Fewest = 12;

    /// <summary>Long ones cost time to hash, and nobody has one.</summary>
    public const int Most = 128;

    private const int Generated = 20;

    // Without those that look alike.
    private const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Shorter names stand in many words.</summary>
    private const int FewestOfName = 3;

    /// <summary>With so many letters and digits beside words that everybody knows, there is enough to guess.</summary>
    private const int FewestBeside = 8;

    /// <summary>What is tried first: the commonest passwords, rows of keys, and the name of what one signs in to.</summary>
    private static readonly string[] Common =
    [
        "password", "passwort", "passwd", "p@ssw0rd", "passw0rd", "kennwort", "baton", "admin", "administrator", "login", "signin", "welcome", "willkommen", "letmein", "changeme", "default", "secret",
        "geheim", "hello", "hallo", "iloveyou", "ichliebedich", "schatz", "monkey", "dragon", "master", "princess", "sunshine", "football", "fussball", "baseball", "superman", "batman", "shadow",
        "michael", "daniel", "trustno1", "whatever", "freedom", "company", "sales", "marketing", "summer", "sommer", "winter", "spring", "autumn", "herbst", "test", "user", "root", "guest",
        "qwertyuiop", "qwertzuiop", "qwerty", "qwertz", "asdfghjkl", "asdf", "zxcvbnm", "yxcvbnm", "1qaz2wsx", "3edc4rfv", "1q2w3e4r", "5t6z7u8i", "5t6y7u8i", "abcdef", "abc", "1234567890", "123456", "1234", "123",
    ];

    private static readonly PasswordHasher<Person> Hasher = new();

    /// <summary>A password that nobody guesses: about 116 random bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Generated);

    public static string Hash(Person person, string password) => Hasher.HashPassword(person, password);

    /// <summary>True where the password is the one that the hash was made of.</summary>
    public static bool Matches(Person person, string hash, string password) => Hasher.VerifyHashedPassword(person, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>Why a password is too easy to guess; null where it is not.</summary>
    public static string? Weakness(string password, Person person)
    {
        if (password.Length is < Fewest or > Most)
        {
            return Words.Of("The password has too few characters or too many. Take 12 to 128; a few words with blanks between them will do.");
        }

        if (password.ToLowerInvariant().Distinct().Count() < 5)
        {
            return Words.Of("The password is a few characters over and over. Take a few words that do not belong together.");
        }

        if (IsRepeated(password))
        {
            return Words.Of("The password is the same thing over and over. Take a few words that do not belong together.");
        }

        if (IsRow(password))
        {
            return Words.Of("The password is a row of characters, one after the other. Take a few words that do not belong together.");
        }

        var own = $"{person.Name} {person.Email}".Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= FewestOfName).ToList();
        return IsLittleMoreThan(password, own) ? Words.Of("The password is little more than the name or the address. Take a few words that do not belong together.")
            : IsLittleMoreThan(password, [.. own, .. Common]) ? Words.Of("The password is little more than words that are tried first, such as “password” or “baton”. Take a few words that do not belong together.")
            : null;
    }

    /// <summary>Why what a form says twice is no password to choose; null where it is one.</summary>
    public static string? ProblemOf(HttpContext http, Person person) => (http.Request.Form["password"].ToString(), http.Request.Form["again"].ToString()) switch
    {
        var (password, again) when password != again => Words.Of("You have written two different passwords. Write the same one twice."),
        var (password, _) => Weakness(password, person),
    };

    /// <summary>True where hardly anything is left of a password without some words, and what is left is too short to be one.</summary>
    private static bool IsLittleMoreThan(string password, IReadOnlyList<string> words)
    {
        var rest = words.OrderByDescending(word => word.Length).Aggregate(password, (left, word) => left.Replace(word, " ", StringComparison.OrdinalIgnoreCase));
        return rest != password && rest.Count(char.IsLetterOrDigit) < FewestBeside;
    }

    /// <summary>True where a piece that is too short to be a password stands there again and again, whatever is between and around.</summary>
    private static bool IsRepeated(string password)
    {
        var letters = string.Concat(password.Where(char.IsLetter)).ToLowerInvariant();
        return letters.Length > password.Length / 2 && (letters + letters).IndexOf(letters, 1, StringComparison.Ordinal) is var piece && piece < letters.Length && piece < Fewest;
    }

    private static bool IsRow(string password)
    {
        var steps = password.Zip(password.Skip(1), (one, next) => next - one).ToList();
        return steps.Count(step => Math.Abs(step) <= 1) > steps.Count * 3 / 4;
    }
}
