-- Who made a key; NULL where it was made on the command line. When it was last of use, give or take some seconds.
ALTER TABLE api_key ADD COLUMN created_by text;
ALTER TABLE api_key ADD COLUMN used_at bigint;

-- For how many days what leads did is kept event by event; NULL is for as long as the server is set up to.
ALTER TABLE workspace ADD COLUMN days_to_keep_events integer;

-- Since when nobody is led through the first steps any more.
ALTER TABLE workspace ADD COLUMN start_hidden_at bigint;

-- The half minute of the newest one-time code that was taken: neither it nor an older one is taken again.
ALTER TABLE person ADD COLUMN totp_step bigint;
