-- Occurrences by rule and day; at most so many of a day count, and from the newest day back until the rule's maximum is reached.
tally as (
  select lead, number, day, least(count(*), any_value(most_per_day)) as n
  from event join rule_of using (kind)
  group by lead, number, day
),
counted as (
  select
    lead, number, day, n,
    coalesce(sum(n) over (partition by lead, number order by day desc rows between unbounded preceding and 1 preceding), 0) as newer
  from tally
),
earned as (
  select
    lead, part,
    greatest(least(n, most - newer), 0) * worth(points, percent, every, half_life, $as_of::date - day) as points
  from counted join rule using (number)
),
engagement as (
  select
    lead,
    round(greatest(-30, least(60,
      coalesce(sum(points) filter (part = 'none'), 0)
      + coalesce(max(points) filter (part = 'request'), 0) -- pick: best; each of its rules counts one occurrence
      + least(coalesce(sum(points) filter (part = 'reading'), 0), 20)
      + least(coalesce(sum(points) filter (part = 'events'), 0), 20)
      + least(coalesce(sum(points) filter (part = 'email'), 0), 12)))) as engagement
  from earned
  group by lead
),
-- The patterns run once a title.
title as (
  select
    title, regexp_matches(title, '\bstudent\b', 'i') as is_student,
    case
      when regexp_matches(title, '\b(plant|operations|production|technical|managing) (manager|director|head)\b|\b(coo|ceo|cto)\b'
        || '|head of (operations|production|packaging)|vp of operations', 'i') then 20
      when regexp_matches(title, '\b(packaging|process|project|maintenance) engineer|\b(procurement|purchasing|supply chain)\b', 'i') then 12
      when regexp_matches(title, '\bmanager\b', 'i') then 6
      else 0
    end + if(regexp_matches(title, '\b(intern|student|trainee|werkstudent|job seeker)\b', 'i'), -25, 0) as points
  from (select distinct title::varchar as title from lead where title is not null)
),
fit as (
  select
    lead, id, coalesce(is_student, false) as is_student,
    greatest(-40, least(55,
      coalesce(title.points, 0)
      + case
          when industry in ('Pharmaceuticals', 'Biotechnology', 'Medical Devices') then 20
          when industry in ('Food & Beverage', 'Cosmetics', 'Nutraceuticals', 'Chemicals') then 12
          when industry in ('Machinery', 'Consulting', 'Education') then -20
          else 0
        end
      + case when employees between 100 and 2000 then 12 when employees < 20 then -10 else 0 end
      + if(revenue >= 20000000, 5, 0)
      + if(country in ('Germany', 'Austria', 'Switzerland', 'France', 'Italy', 'Netherlands', 'Belgium', 'Poland', 'Czechia', 'Spain',
          'Denmark', 'Sweden'), 8, 0)
      + greatest(-15, if(phone is null, -3, 0) + if(regexp_matches(email, '@(gmail\.com|outlook\.com|gmx\.de)$', 'i'), -15, 0)))) as fit
  from lead left join title using (title)
),
total as (
  select id, is_student, fit, coalesce(engagement, 0)::bigint as engagement, greatest(0, least(100, fit + coalesce(engagement, 0)))::bigint as score
  from fit left join engagement using (lead)
),
score as (
  select
    id, score, fit, engagement,
    case when fit >= 40 then 'A' when fit >= 25 then 'B' when fit >= 10 then 'C' else 'D' end
      || case when engagement >= 35 then '1' when engagement >= 18 then '2' when engagement >= 6 then '3' else '4' end as grade,
    case
      when score < 35 or fit < 10 or engagement < 6 then 'Lead'
      when score < 50 or fit < 20 or engagement < 15 or is_student then 'MQL'
      else 'SQL'
    end as stage
  from total
)
