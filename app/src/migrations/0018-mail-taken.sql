-- When a worker took a message to hand it over: no transaction stays open while the mail server is waited for.
alter table mail_message add column taken_at timestamptz;
