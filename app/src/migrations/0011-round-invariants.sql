-- What must hold of a round whatever the application does: defence beside its own locks and checks.

-- Once a round has opened, its anonymity level, kind, initiative and payment can't change, and it never reopens.
create function guard_round() returns trigger language plpgsql as $$
begin
  if old.state = 'draft' then return new; end if;
  if new.anonymity_level <> old.anonymity_level then
    raise exception 'the anonymity level of a round can''t change once it has opened' using errcode = 'check_violation';
  end if;
  if new.kind <> old.kind or new.initiative_id <> old.initiative_id or new.paid <> old.paid
    or new.pay_cents is distinct from old.pay_cents or new.opened_at is distinct from old.opened_at then
    raise exception 'what those invited were told can''t change once the round has opened' using errcode = 'check_violation';
  end if;
  if array_position(array['draft', 'open', 'closed', 'published', 'archived'], new.state)
    < array_position(array['draft', 'open', 'closed', 'published', 'archived'], old.state) then
    raise exception 'a round never goes back' using errcode = 'check_violation';
  end if;
  if old.key_destroyed_at is not null and new.key_destroyed_at is distinct from old.key_destroyed_at then
    raise exception 'a destroyed key stays destroyed' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_round before update on round for each row execute function guard_round();

-- A vote is written only while its round is open, and at level C never under a person's id.
create function guard_vote() returns trigger language plpgsql as $$
declare asked record;
begin
  select r.state, r.source, r.anonymity_level into asked from round r where r.network_id = new.network_id and r.id = new.round_id;
  if asked.source = 'asked' then
    if asked.state <> 'open' then
      raise exception 'the round is not open' using errcode = 'check_violation';
    end if;
    if (asked.anonymity_level = 'C') = exists (
      select from person p where p.network_id = new.network_id and p.id = new.participant) then
      raise exception 'the participant does not fit the anonymity level' using errcode = 'check_violation';
    end if;
  end if;
  return new;
end $$;
create trigger guard_vote before insert or update on vote for each row execute function guard_vote();

-- A contribution says who wrote it only in the way its round promised.
create function guard_contribution() returns trigger language plpgsql as $$
declare level text;
begin
  if new.round_id is null then return new; end if;
  select r.anonymity_level into level from round r where r.network_id = new.network_id and r.id = new.round_id;
  if level = 'C' and new.author_id is not null then
    raise exception 'a contribution to a pseudonymous round has no author' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger guard_contribution before insert or update on contribution for each row execute function guard_contribution();

-- Who was paid what for which round, as an unordered list taken when the payer fetched it: never an answer, never a time of day.
create table payment (
  network_id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  cents int not null check (cents > 0),
  minutes numeric(5,1) not null,
  pay_on date not null,
  primary key (network_id, round_id, person_id),
  foreign key (network_id, round_id) references round,
  foreign key (network_id, person_id) references person
);
create index payment_person on payment (network_id, person_id);
select secure_tenant_table('payment');
