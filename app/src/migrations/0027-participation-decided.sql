-- What may leave of who took part in a round, by stratum: decided once a round, and again when a steward holds or releases a value. What
-- was told once is remembered: what is told later may not be subtracted from it.
create table participation_decided (
  network_id uuid not null references network,
  round_id uuid not null,
  invited integer not null,
  took_part integer not null,
  held uuid[] not null,
  shown boolean[] not null,
  told text[] not null default '{}',
  primary key (network_id, round_id),
  foreign key (network_id, round_id) references round (network_id, id)
);
select secure_tenant_table('participation_decided');
