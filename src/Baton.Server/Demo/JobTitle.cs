namespace Baton.Server.Demo;

/// <summary>What somebody has to say about buying a machine.</summary>
internal enum Rank
{
    Decider,
    Planner,
    Manager,
    Staff,
    Junior,
}

/// <summary>A job title and the rank that goes with it.</summary>
internal sealed record JobTitle(string Text, Rank Rank)
{
    public static readonly JobTitle[] All =
    [
        .. Of(Rank.Decider, "Plant Manager", "Production Director", "Operations Manager", "Technical Director", "Managing Director",
            "Head of Production", "Head of Packaging", "VP of Operations", "COO", "CEO", "Production Manager", "Technical Manager"),
        .. Of(Rank.Planner, "Packaging Engineer", "Senior Packaging Engineer", "Process Engineer", "Project Engineer", "Maintenance Engineer",
            "Procurement Manager", "Head of Purchasing", "Purchasing Agent", "Supply Chain Manager", "Buyer, Procurement"),
        .. Of(Rank.Manager, "Quality Manager", "Marketing Manager", "Product Manager", "Sales Manager", "Regulatory Affairs Manager",
            "IT Manager", "Office Manager", "Warehouse Manager", "Innovation Manager"),
        .. Of(Rank.Staff, "Quality Assurance Specialist", "Laboratory Technician", "Machine Operator", "Accountant", "Sales Representative",
            "Consultant", "Designer", "Software Developer", "Research Scientist", "Line Leader", "Executive Assistant", "Controller"),
        .. Of(Rank.Junior, "Intern", "Engineering Intern", "Student", "PhD Student", "Werkstudent", "Trainee", "Job Seeker"),
    ];

    private static readonly int[] s_ranksInIndustry = [8, 13, 20, 49, 10];
    private static readonly int[] s_ranksInEducation = [1, 2, 6, 31, 60];

    public static byte Draw(bool education, ref Dice dice)
    {
        var rank = (Rank)Odds.Pick(education ? s_ranksInEducation : s_ranksInIndustry, ref dice);
        var first = Array.FindIndex(All, title => title.Rank == rank);
        var last = Array.FindLastIndex(All, title => title.Rank == rank);
        return (byte)dice.Between(first, last);
    }

    private static IEnumerable<JobTitle> Of(Rank rank, params string[] texts) => texts.Select(text => new JobTitle(text, rank));
}
