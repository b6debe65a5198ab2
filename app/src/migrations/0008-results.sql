-- Results as computed, with everything needed to compute them again. Before disclosure control.
create table round_result (
  network_id uuid not null,
  round_id uuid not null,
  computed_at timestamptz not null default now(),
  method text not null,
  method_version text not null,
  parameters jsonb not null,
  result jsonb not null,
  primary key (network_id, round_id),
  foreign key (network_id, round_id) references round
);
select secure_tenant_table('round_result');
