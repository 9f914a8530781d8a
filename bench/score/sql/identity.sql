-- What identify and group calls up to the moment say: the newest word counts, and an account's only where the lead's own is missing.
told as (
  select lead, arg_max(call.email, (occurred, message_id)) as email, arg_max(account, (occurred, message_id)) as account
  from call join lead_of_id on lead_of_id.id = call.user_id
  where (call.email is not null or account is not null) and occurred <= $as_of
  group by lead
),
account as (
  select account, arg_max(industry, (occurred, message_id)) as industry, arg_max(employees, (occurred, message_id)) as employees
  from call
  where account is not null and occurred <= $as_of
  group by account
),
lead as (
  select
    lead_in_file.lead, id, coalesce(told.email, lead_in_file.email) as email, phone, title, country, revenue,
    coalesce(lead_in_file.industry, account.industry) as industry, coalesce(lead_in_file.employees, account.employees) as employees
  from lead_in_file left join told using (lead) left join account using (account)
),
