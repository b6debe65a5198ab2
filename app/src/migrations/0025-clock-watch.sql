-- The last moment at which a network's clock was sure, and the run of one that is in doubt: what follows from dates waits then.
create table clock_watch (
  network_id uuid primary key references network,
  sure_at timestamptz not null,
  seen_at timestamptz not null,
  steady_since timestamptz
);
select secure_tenant_table('clock_watch');
