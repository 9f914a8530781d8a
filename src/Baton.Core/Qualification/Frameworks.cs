using System.Collections.Immutable;
using Baton.Core.Documents;

namespace Baton.Core.Qualification;

/// <summary>Ways to qualify that companies know by name. A playbook takes one over as it is, or changes what it asks.</summary>
public static class Frameworks
{
    /// <summary>By the names that playbooks call them by, with what stands in a playbook's <c>qualification</c> for them.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = ImmutableSortedDictionary.CreateRange(StringComparer.OrdinalIgnoreCase, (KeyValuePair<string, string>[])
    [
        new("BANT", """
            budget:
              ask:
                - Which budget is set aside for this?
                - Who decides about the budget, and by when?
              answer: money
              confirmed: { has: true }
            authority:
              ask:
                - Who else on your team will be involved in evaluating this?
                - Who signs in the end?
              answer: choice
              choices: [decides, recommends, uses, no say]
              confirmed: [decides, recommends]
              failed: [no say]
            need:
              ask:
                - Which problem has to be gone once you have bought?
                - What happens if nothing changes?
              confirmed: { has: true }
            timeline:
              ask:
                - When does it have to be running?
                - What has to happen before that?
              answer: period
              confirmed: { lte: 12 }
            """),
        new("CHAMP", """
            challenges:
              ask: What is the challenge that you have to solve, and what have you tried?
              confirmed: { has: true }
            authority:
              ask: Who takes part in the decision, and how is it made?
              answer: choice
              choices: [decides, recommends, uses, no say]
              confirmed: [decides, recommends]
              failed: [no say]
            money:
              ask: Which budget do you have in mind, or what does the problem cost you today?
              answer: money
              confirmed: { has: true }
            prioritization:
              ask: How soon does this have to be solved, compared with what else you have to do?
              answer: period
              confirmed: { lte: 12 }
            """),
        new("GPCTBA/C&I", """
            goals:
              ask: What do you have to reach this year, in numbers?
              confirmed: { has: true }
            plans:
              ask: How do you plan to reach it, and how did that work before?
              confirmed: { has: true }
            challenges:
              ask: What stands in the way that you cannot remove yourselves?
              confirmed: { has: true }
            timeline:
              ask: By when do you have to be there, and when do you have to begin?
              answer: period
              confirmed: { lte: 12 }
            budget:
              ask: How much do you spend on this today, and how much could you?
              answer: money
              confirmed: { has: true }
            authority:
              ask: Who else has a say, and what matters to them?
              answer: choice
              choices: [decides, recommends, uses, no say]
              confirmed: [decides, recommends]
              failed: [no say]
            consequences:
              ask: What happens if you do not get there?
              confirmed: { has: true }
            implications:
              ask: What becomes possible if you do?
              confirmed: { has: true }
            """),
        new("MEDDIC", """
            metrics:
              ask: By which number will you tell that it was worth the money?
              confirmed: { has: true }
            economic_buyer:
              ask: Who can spend the money, and have you spoken to them?
              confirmed: { has: true }
            decision_criteria:
              ask: By what will you compare what you are offered?
              confirmed: { has: true }
            decision_process:
              ask: Which steps are there up to the signature, and who takes them?
              confirmed: { has: true }
            identify_pain:
              ask: Whose problem is it, and what does it cost?
              confirmed: { has: true }
            champion:
              ask: Who on your side wants this to happen, and speaks for it when we are not there?
              confirmed: { has: true }
            """),
    ]);

    /// <summary>The criteria of a framework as they stand in a playbook; null where there is none of this name.</summary>
    internal static MapNode? Find(string name) =>
        All.TryGetValue(name.Trim(), out var yaml) && DocumentReader.Read(yaml, new Mistakes()) is MapNode map ? map : null;
}
