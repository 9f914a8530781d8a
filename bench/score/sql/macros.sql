-- What the statements share: short names for expressions. DuckDB puts a macro's expression in place of its call before it plans.

-- '1,200' and '1200 EUR' as numbers; what is neither, such as an amount in another currency, is null.
create or replace temp macro amount(written) as
  try_cast(replace(replace(written, ' EUR', ''), ',', '') as bigint);

-- src/Baton.Server/Intake/MachineTraffic.cs as one pattern, which RE2 runs as one automaton.
create or replace temp macro is_machine(user_agent) as
  regexp_matches(user_agent, 'bot$|bot[/ ;)]|-bot|crawl|spider|slurp|headless|phantomjs|puppeteer|playwright|selenium|lighthouse'
    || '|python[-/]|curl/|wget/|java/|go-http-client|okhttp|axios/|node-fetch|libwww|httpclient'
    || '|barracuda|mimecast|proofpoint|url-defense|safelinks|symantec|scanner|link-?check|urlcheck'
    || '|facebookexternalhit|whatsapp/|preview|pingdom|uptime|monitor|statuscake|archiver|validator|feedfetcher', 'i');

-- The engagement rules that an event matches, a bit each by the rule's number; 0 is none.
create or replace temp macro rules_met(event, path, funnel_stage, kind, minutes, budget, horizon_months) as
  case event
    when 'page' then
      case
        when starts_with(path, '/machines/') then 1 << 5
        when starts_with(path, '/pricing') then 1 << 4
        when starts_with(path, '/careers') then 1 << 6
        else 0
      end
    when 'Email Opened' then if(kind = 'sales', 1 << 13, 0)
    when 'Email Link Clicked' then 1 << 14
    when 'Case Study Downloaded' then if(funnel_stage = 'bottom', 1 << 7, 1 << 8)
    when 'Datasheet Downloaded' then 1 << 9
    when 'Configurator Used' then if(minutes >= 3, 1 << 10, 0)
    when 'Webinar Attended' then if(minutes >= 20, 1 << 11, 0)
    when 'Trade Fair Visited' then 1 << 12
    when 'Unsubscribed' then 1 << 15
    when 'Email Bounced' then 1 << 16
    when 'Email Marked as Spam' then 1 << 16
    when 'Quote Requested' then (1 << 0) + if(budget >= 150000, 1 << 2, 0) + if(horizon_months <= 12, 1 << 3, 0)
    when 'Demo Requested' then (1 << 1) + if(horizon_months <= 12, 1 << 3, 0)
    else 0
  end;

-- What one occurrence is worth at an age in whole days: exact where it fades in steps, to nine decimals where it halves.
create or replace temp macro worth(points, percent, every, half_life, age) as
  case
    when half_life is not null then (points * pow(2, -age / half_life))::decimal(18, 9)
    when every is not null then greatest(points - points * percent / 100 * (age // every), 0)::decimal(18, 9)
    else points::decimal(18, 9)
  end;
