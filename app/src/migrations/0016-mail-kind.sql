-- What a message is: a person's own limit counts digests, and a code waits behind none of them.
alter table mail_message add column kind text not null default 'digest' check (kind in ('code', 'digest'));
create index mail_message_digests on mail_message (network_id, person_id, not_before) where kind = 'digest';
