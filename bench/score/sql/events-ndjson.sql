-- The calls of events.ndjson that can matter: those that match a rule, those that say whose device an anonymous id is, and those that tell
-- about the lead or its account. Machines match nothing.
call as materialized (
  select
    "userId" as user_id, "anonymousId" as anonymous_id, "messageId" as message_id, least("timestamp", "receivedAt") as occurred,
    if(rules_met(coalesce(event, type), properties.path, properties.funnel_stage, properties.kind, properties.minutes, amount(properties.budget),
        properties.horizon_months) = 0 or coalesce(is_machine(context."userAgent"), false), 0,
      rules_met(coalesce(event, type), properties.path, properties.funnel_stage, properties.kind, properties.minutes, amount(properties.budget),
        properties.horizon_months)) as rules,
    "groupId" as account, if(type = 'identify', traits.email, null) as email,
    if(type = 'group', traits.industry, null) as industry, if(type = 'group', traits.employees, null) as employees
  from read_ndjson(
    $events,
    columns = {
      'type': 'VARCHAR', 'event': 'VARCHAR', 'messageId': 'UUID', 'userId': 'BIGINT', 'anonymousId': 'UUID', 'groupId': 'VARCHAR',
      'timestamp': 'TIMESTAMP', 'receivedAt': 'TIMESTAMP', 'context': 'STRUCT("userAgent" VARCHAR)',
      'properties': 'STRUCT(path VARCHAR, funnel_stage VARCHAR, kind VARCHAR, minutes INTEGER, budget VARCHAR, horizon_months INTEGER)',
      'traits': 'STRUCT(email VARCHAR, industry VARCHAR, employees BIGINT)'
    })
  where rules <> 0 or (user_id is not null and anonymous_id is not null) or email is not null or account is not null
),
