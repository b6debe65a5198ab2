-- When the system reminded those who had not taken part: of a round, never of a person. What was sent leaves no row.
alter table round add reminded_at timestamptz;
-- Where the moment has passed, a job has reminded already, and nobody is reminded twice.
alter table round no force row level security;
update round set reminded_at = now() where state <> 'draft'
  and now() >= greatest(opened_at + (closes_at - opened_at) / 2, closes_at - interval '2 days');
alter table round force row level security;
