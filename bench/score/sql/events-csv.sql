-- The rows of events.csv that can matter: those that match a rule, and those that say whose device an anonymous id is. Machines match nothing.
call as materialized (
  select
    user_id, anonymous_id, message_id, least("timestamp", received_at) as occurred,
    if(rules_met(coalesce(event, type), path, funnel_stage, kind, minutes, budget, horizon_months) = 0 or is_machine(user_agent), 0,
      rules_met(coalesce(event, type), path, funnel_stage, kind, minutes, budget, horizon_months)) as rules
  from read_csv(
    $events, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
    columns = {
      'message_id': 'UUID', 'user_id': 'BIGINT', 'anonymous_id': 'UUID', 'type': 'VARCHAR', 'event': 'VARCHAR', 'timestamp': 'TIMESTAMP',
      'received_at': 'TIMESTAMP', 'user_agent': 'VARCHAR', 'path': 'VARCHAR', 'funnel_stage': 'VARCHAR', 'kind': 'VARCHAR', 'minutes': 'INTEGER',
      'budget': 'INTEGER', 'horizon_months': 'INTEGER', 'payback_months': 'INTEGER', 'asset': 'VARCHAR', 'product': 'VARCHAR', 'campaign': 'VARCHAR'
    })
  where rules <> 0 or (user_id is not null and anonymous_id is not null)
),
