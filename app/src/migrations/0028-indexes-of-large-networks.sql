-- What pages and the minutely look ask for, and read a whole table to find where a network is large.
-- When champions and sponsors heard of a late answer: two kinds among all that anybody was ever told.
create index notice_escalation on notice (network_id, subject_id) where kind in ('champion-escalation', 'sponsor-escalation');
-- For whom something waits that no message has told.
create index notice_unmailed on notice (network_id, person_id) where mailed_at is null and seen_at is null;
-- What is kept no longer.
create index notice_delivered on notice (network_id, deliver_after);
create index mail_message_kept on mail_message (network_id, not_before);
-- How many messages wait, went out and could not, without reading what they say.
create index mail_message_counts on mail_message (network_id, state, listed);
-- What somebody said under the names that their keys give them.
create index contribution_pseudonym on contribution (network_id, author_pseudonym) where author_pseudonym is not null;
-- Who looked at one thing, in a log that only grows.
create index audit_entry_subject on audit_entry (network_id, subject_id);
