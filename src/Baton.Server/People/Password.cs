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

        if (IsRow(password))
        {
            return Words.Of("The password is a row of characters, one after the other. Take a few words that do not belong together.");
        }

        var own = (string[])[person.Email, person.Email.Split('@')[0], .. person.Name.Split(' ')];
        return Array.Exists(own, word => word.Length >= 4 && password.Length - word.Length < 8 && password.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? Words.Of("The password is little more than the name or the address. Take a few words that do not belong together.")
            : null;
    }

    /// <summary>Why what a form says twice is no password to choose; null where it is one.</summary>
    public static string? ProblemOf(HttpContext http, Person person) => (http.Request.Form["password"].ToString(), http.Request.Form["again"].ToString()) switch
    {
        var (password, again) when password != again => Words.Of("You have written two different passwords. Write the same one twice."),
        var (password, _) => Weakness(password, person),
    };

    private static bool IsRow(string password)
    {
        var steps = password.Zip(password.Skip(1), (one, next) => next - one).ToList();
        return steps.Count(step => Math.Abs(step) <= 1) > steps.Count * 3 / 4;
    }
}
