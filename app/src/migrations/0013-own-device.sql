-- What a person said of the device at hand: theirs alone. Only there may an answer wait for a connection.
alter table session add column own_device boolean not null default false;
