-- Where it can be seen that a promise is kept is said in one or both languages, as what was before and after is.
alter table commitment alter column evidence_source type jsonb using
  case when evidence_source is null then null
    when evidence_after ? 'en' then jsonb_build_object('en', evidence_source)
    else jsonb_build_object('fr', evidence_source) end;
