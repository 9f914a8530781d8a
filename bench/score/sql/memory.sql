-- The events in memory, with the rules run once a kind.
event as (
  select lead, kind, occurred::date as day from happened
),
rule_of as (
  select event_kind.number as kind, rule.*
  from event_kind join rule
    on (rules_met(event_kind.event, event_kind.path, event_kind.funnel_stage, event_kind.kind, event_kind.minutes, event_kind.budget,
      event_kind.horizon_months) >> rule.number) & 1 = 1
),
