-- Loads leads.csv and events.ndjson into tables in memory, laid out as well for the query as we know: identities resolved, repeats dropped,
-- nothing after the moment; numbers for leads, dictionaries (enums) for texts that repeat, the events of a lead side by side, and what
-- the rules can see of an event once a kind of event, a few thousand rows. Not timed.
create table call as
select
  "userId" as user_id, "anonymousId" as anonymous_id, "messageId" as message_id, least("timestamp", "receivedAt") as occurred, type,
  coalesce(event, type) as event, properties.path as path, properties.funnel_stage as funnel_stage, properties.kind as kind,
  properties.minutes as minutes, amount(properties.budget) as budget, properties.horizon_months as horizon_months,
  coalesce(is_machine(context."userAgent"), false) as machine,
  "groupId" as account, if(type = 'identify', traits.email, null) as email,
  if(type = 'group', traits.industry, null) as industry, if(type = 'group', traits.employees, null) as employees
from read_ndjson(
  $events,
  columns = {
    'type': 'VARCHAR', 'event': 'VARCHAR', 'messageId': 'UUID', 'userId': 'BIGINT', 'anonymousId': 'UUID', 'groupId': 'VARCHAR',
    'timestamp': 'TIMESTAMP', 'receivedAt': 'TIMESTAMP', 'context': 'STRUCT("userAgent" VARCHAR)',
    'properties': 'STRUCT(path VARCHAR, funnel_stage VARCHAR, kind VARCHAR, minutes INTEGER, budget VARCHAR, horizon_months INTEGER)',
    'traits': 'STRUCT(email VARCHAR, industry VARCHAR, employees BIGINT)'
  });

create table known_lead as
with {leads} {identity}
lead_with_ids as (
  select lead.*, ids from lead join (select lead, list(id) as ids from lead_of_id group by lead) using (lead)
)
from lead_with_ids;

create type title as enum (select distinct title from known_lead where title is not null);
create type industry as enum (select distinct industry from known_lead where industry is not null);
create type country as enum (select distinct country from known_lead where country is not null);

create table lead as
select
  lead::integer as lead, id, email, phone, title::title as title, industry::industry as industry, country::country as country,
  employees::integer as employees, revenue
from known_lead
order by lead;

create table known_event as
with
lead_of_id as (
  select unnest(ids) as id, lead from known_lead
),
lead_of_device as (
  select anonymous_id, arg_min(lead, occurred) as lead
  from call join lead_of_id on lead_of_id.id = call.user_id
  where anonymous_id is not null
  group by anonymous_id
),
message as (
  select coalesce(lead_of_id.lead, lead_of_device.lead) as lead, call.*
  from call
    left join lead_of_id on lead_of_id.id = call.user_id
    left join lead_of_device on lead_of_device.anonymous_id = if(call.user_id is null, call.anonymous_id, null)
  where not machine and type not in ('identify', 'group') and occurred <= $as_of
)
select
  lead, arg_min(event, occurred) as event, min(occurred) as occurred,
  if(any_value(event) = 'page', arg_min(path, occurred), null) as path,
  if(any_value(event) = 'Case Study Downloaded', arg_min(funnel_stage, occurred), null) as funnel_stage,
  if(any_value(event) = 'Email Opened', arg_min(kind, occurred), null) as kind,
  if(any_value(event) in ('Configurator Used', 'Webinar Attended'), arg_min(minutes, occurred), null) as minutes,
  if(any_value(event) = 'Quote Requested', arg_min(budget, occurred), null) as budget,
  if(any_value(event) in ('Quote Requested', 'Demo Requested'), arg_min(horizon_months, occurred), null) as horizon_months
from message
where lead is not null
group by lead, message_id;

create table event_kind as
select row_number() over () as number, *
from (select distinct event, path, funnel_stage, kind, minutes, budget, horizon_months from known_event);

create table happened as
select lead::integer as lead, number::integer as kind, occurred
from known_event as e join event_kind as k
  on e.event = k.event
    and e.path is not distinct from k.path
    and e.funnel_stage is not distinct from k.funnel_stage
    and e.kind is not distinct from k.kind
    and e.minutes is not distinct from k.minutes
    and e.budget is not distinct from k.budget
    and e.horizon_months is not distinct from k.horizon_months
order by lead;

drop table call;
drop table known_lead;
