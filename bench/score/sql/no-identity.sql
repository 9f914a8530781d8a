-- The flat table of events has no traits: what leads.csv says of a lead is all.
lead as (
  from lead_in_file
),
