-- The rows of leads.csv, joined to leads: rows with one id are one lead, and so are rows with one e-mail address. Of each attribute the
-- last row that knows it counts. A lead is called by its first row.
lead_row as materialized (
  select
    row_number() over () as row_number, "Record ID" as id, coalesce(lower("Email"), "Record ID"::varchar) as person,
    "Email" as email, "Phone Number" as phone, "Job Title" as title, "Industry" as industry, "Country/Region" as country,
    amount("Number of Employees") as employees, amount("Annual Revenue") as revenue
  from read_csv(
    $leads, header = true, delim = ',', quote = '"', escape = '"', auto_detect = false,
    nullstr = ['', 'N/A', 'n/a', 'unknown', 'Unknown', 'null', 'NULL', 'Select', 'Please select', '- Select -', '--None--', '#N/A', 'n.a.',
      'undefined', 'NaN', '(blank)', '(not set)', 'not set', '-', '--', '?'],
    columns = {
      'Record ID': 'BIGINT', 'First Name': 'VARCHAR', 'Last Name': 'VARCHAR', 'Email': 'VARCHAR', 'Phone Number': 'VARCHAR', 'Job Title': 'VARCHAR',
      'Company name': 'VARCHAR', 'Industry': 'VARCHAR', 'Number of Employees': 'VARCHAR', 'Annual Revenue': 'VARCHAR', 'Country/Region': 'VARCHAR',
      'Postal Code': 'VARCHAR', 'Lead Source': 'VARCHAR', 'Original Campaign': 'VARCHAR', 'Create Date': 'VARCHAR'
    })
),
lead_of_person as (
  select person, min(row_number) as lead from lead_row group by person
),
lead_of_id as materialized (
  select id, min(lead) as lead from lead_row join lead_of_person using (person) group by id
),
lead_in_file as (
  select
    lead, arg_min(id, row_number) as id, arg_max(email, row_number) as email, arg_max(phone, row_number) as phone,
    arg_max(title, row_number) as title, arg_max(industry, row_number) as industry, arg_max(country, row_number) as country,
    arg_max(employees, row_number) as employees, arg_max(revenue, row_number) as revenue
  from lead_row join lead_of_id using (id)
  group by lead
),
