-- Each lead's events that match a rule, up to the moment, each message once at its earliest time; their kind is the combination of rules
-- that they match. An anonymous id belongs to the lead that the earliest call with both ids names.
lead_of_device as (
  select anonymous_id, arg_min(lead, occurred) as lead
  from call join lead_of_id on lead_of_id.id = call.user_id
  where anonymous_id is not null
  group by anonymous_id
),
event as materialized (
  select lead, any_value(rules) as kind, min(occurred)::date as day
  from (
    select lead, message_id, rules, occurred
    from call join lead_of_id on lead_of_id.id = call.user_id
    where rules <> 0 and occurred <= $as_of
    union all
    select lead, message_id, rules, occurred
    from call join lead_of_device using (anonymous_id)
    where user_id is null and rules <> 0 and occurred <= $as_of
  )
  group by lead, message_id
),
rule_of as (
  select kind, rule.*
  from (select distinct kind from event) as combination join rule on (kind >> rule.number) & 1 = 1
),
