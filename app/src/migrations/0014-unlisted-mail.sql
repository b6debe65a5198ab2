-- Messages that the outbox neither lists nor counts: written together with a reminder, they would tell who has not taken part.
alter table mail_message add listed boolean not null default true;
