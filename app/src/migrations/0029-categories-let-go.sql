-- Who of those asked had which category is let go of as a round closes. What stays is how many were alike in all of them,
-- which says what counts of several categories tell together. What people say of themselves is not copied at all.
create table round_kind (
  network_id uuid not null,
  round_id uuid not null,
  kind integer not null,
  value_ids uuid[] not null,
  people integer not null check (people > 0),
  primary key (network_id, round_id, kind),
  foreign key (network_id, round_id) references round
);
select secure_tenant_table('round_kind');

alter table round_kind no force row level security;
alter table invitation_value no force row level security;
alter table round_invitation no force row level security;
alter table round no force row level security;
alter table stratum no force row level security;
insert into round_kind (network_id, round_id, kind, value_ids, people)
  select network_id, round_id, row_number() over (partition by network_id, round_id order by value_ids), value_ids, count(*)
  from (
    select i.network_id, i.round_id,
      coalesce(array_agg(v.value_id order by v.value_id) filter (where v.value_id is not null), '{}') as value_ids
    from round_invitation i
    join round r on r.network_id = i.network_id and r.id = i.round_id and r.state in ('closed', 'published', 'archived')
    left join invitation_value v on v.network_id = i.network_id and v.round_id = i.round_id and v.person_id = i.person_id
    group by i.network_id, i.round_id, i.person_id
  ) one group by network_id, round_id, value_ids;
delete from invitation_value i using round r, stratum s
  where r.network_id = i.network_id and r.id = i.round_id and s.network_id = i.network_id and s.id = i.stratum_id
    and (r.state in ('closed', 'published', 'archived') or s.source = 'self');
alter table stratum force row level security;
alter table round force row level security;
alter table round_invitation force row level security;
alter table invitation_value force row level security;
alter table round_kind force row level security;
