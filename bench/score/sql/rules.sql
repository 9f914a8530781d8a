-- The engagement rules of thirty-rules.yaml.
rule as (
  from (values
    ( 0, 'request', 30::decimal(18, 4), 1, null, 25::decimal(6, 3), 30,  null), -- Asked for a quote
    ( 1, 'request',  25,  1, null,   25,   30, null), -- Asked for a demo
    ( 2, 'none',     15,  1, null,   25,   60, null), -- Quote over 150000 EUR
    ( 3, 'none',     10,  1, null,  100,  180, null), -- Wants the machine within a year
    ( 4, 'none',      8,  3,    1, null, null,   14), -- Read the pricing page
    ( 5, 'reading',   2, 10,    3, null, null,   21), -- Read a product page
    ( 6, 'none',    -10,  2, null, null, null,   90), -- Looked for a job
    ( 7, 'reading',  10,  2, null, null, null,   45), -- Bottom-of-funnel case study
    ( 8, 'reading',   3,  3, null, null, null,   45), -- Other case study
    ( 9, 'reading',   4,  4,    2, null, null,   30), -- Data sheet
    (10, 'none',     12,  2,    1,  7.5,    7, null), -- Configured a machine
    (11, 'events',    8,  2, null, null, null,   60), -- Attended a webinar
    (12, 'events',   15,  1, null, null, null,   90), -- Came to our stand
    (13, 'email',     3,  5,    1,   50,   30, null), -- Opened a sales e-mail
    (14, 'email',   1.5,  6,    1,  100,   45, null), -- Clicked in an e-mail
    (15, 'none',     -5,  1, null, null, null, null), -- Unsubscribed
    (16, 'none',    -10,  2, null, null, null, null)  -- Bounced or marked as spam
  ) as rule (number, part, points, most, most_per_day, percent, every, half_life)
),
