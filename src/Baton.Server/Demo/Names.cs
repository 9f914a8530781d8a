using System.Globalization;
using System.Text;

namespace Baton.Server.Demo;

/// <summary>The language that a person's name is taken from.</summary>
internal enum Language
{
    German,
    French,
    Italian,
    Dutch,
    Slavic,
    Spanish,
    Nordic,
    English,
}

/// <summary>First and last names; any first goes with any last of the same language.</summary>
internal sealed record Names(string[] First, string[] Last)
{
    private static readonly Names[] s_all =
    [
        Of("Anna Jürgen Katrin Stefan Sabine Markus Petra Andreas Julia Thomas Claudia Michael Birgit Florian Heike Matthias Nicole Tobias Ute Wolfgang Lena Jan Silke Uwe",
            "Müller Schmidt Schneider Fischer Weber Wagner Becker Hoffmann Schäfer Koch Bauer Richter Klein Wolf Neumann Schwarz Zimmermann Braun Krüger Hartmann Lange Krause Lehmann Köhler"),
        Of("Camille Julien Sophie Nicolas Claire Antoine Élodie Pierre Marion Laurent Isabelle Thierry Nathalie Olivier Céline Mathieu Aurélie François Hélène Guillaume",
            "Martin Bernard Dubois Robert Petit Durand Leroy Moreau Simon Laurent Lefèvre Roux Fournier Girard Bonnet Lambert Fontaine Rousseau Garnier Mercier"),
        Of("Giulia Marco Francesca Luca Chiara Andrea Elena Matteo Paola Stefano Silvia Davide Laura Roberto Valentina Giovanni Martina Paolo Sara Alessandro",
            "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri"),
        Of("Sanne Daan Lotte Bram Femke Jeroen Anouk Pieter Marloes Ruben Ilse Maarten Esther Joost Linda Wouter Inge Thijs Marieke Bas",
            "Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Kuipers Veenstra Kramer Willems Hoekstra Koster Prins"),
        Of("Anna Piotr Katarzyna Tomasz Agnieszka Marek Eva Pavel Lucie Jakub Monika Petr Joanna Adam Zuzana Martin Magdalena Andrei Elena Mihai",
            "Nowak Kowalski Novák Svoboda Wójcik Dvořák Mazur Krawczyk Procházka Zając Popescu Ionescu Kučera Veselý Wieczorek Jabłoński Horák Dudek Marin Pokorný"),
        Of("María José Carmen Antonio Lucía Javier Ana Carlos Elena Miguel Marta Diego Paula Sergio Laura Fernando Beatriz Rafael Inês João",
            "García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Ruiz Díaz Moreno Álvarez Romero Navarro Torres Silva Santos Oliveira Costa"),
        Of("Astrid Lars Ingrid Erik Karin Anders Sofie Mikkel Emma Henrik Maja Johan Kirsten Søren Hanna Olav Liisa Mikko Freja Nils",
            "Andersson Johansson Nielsen Hansen Larsen Olsen Lindberg Berg Dahl Holm Nyström Lund Sørensen Ström Korhonen Virtanen Sandberg Eriksen Bergström Halvorsen"),
        Of("Emily James Sarah David Priya Robert Karen Michael Aisha John Rebecca Daniel Meera Andrew Laura Rahul Susan Kevin Elif Arjun Grace Patrick Deniz Vikram",
            "Smith Jones Taylor Brown Wilson Evans Walker Wright Robinson Patel Sharma Singh Murphy Kelly Johnson Miller Davis Clark Yilmaz Demir Mehta Gupta Hughes Turner"),
    ];

    public static Names In(Language language) => s_all[(int)language];

    /// <summary>Lower-case ASCII for an address: "Jürgen" is <c>juergen</c>, "Wójcik" is <c>wojcik</c>.</summary>
    public static string Address(string name)
    {
        var letters = new StringBuilder(name.Length + 2);
        foreach (var letter in name)
        {
            letters.Append(char.ToLowerInvariant(letter) switch
            {
                >= 'a' and <= 'z' and var plain => plain.ToString(CultureInfo.InvariantCulture),
                'ä' => "ae",
                'ö' => "oe",
                'ü' => "ue",
                'ø' => "oe",
                'á' or 'ã' => "a",
                'ç' or 'č' => "c",
                'é' or 'è' or 'ê' => "e",
                'í' => "i",
                'ł' => "l",
                'ó' => "o",
                'ř' => "r",
                'ý' => "y",
                'ą' => "a",
                _ => "",
            });
        }

        return letters.ToString();
    }

    private static Names Of(string first, string last) => new(first.Split(' '), last.Split(' '));
}
