-- What an organisation makes of findings: its levels, and findings that it knows to be wrong.

-- Every version is kept, so that a classification can be explained with the policy of its day. Version 0 is the shipped policy and has no row.
create table level_policy (
  org_id  uuid        not null,
  version integer     not null,
  -- src/model/level-policy.ts
  policy  jsonb       not null,
  reason  text        not null,
  set_by  uuid        not null,
  set_at  timestamptz not null,
  primary key (org_id, version)
);

-- A finding that was wrong: by value (a keyed hash; the value itself is nowhere), or by type and column. Ends by itself.
create table finding_exception (
  org_id       uuid        not null,
  exception_id uuid        not null,
  type         text        not null,
  value_hash   bytea       not null,
  reason       text        not null,
  set_by       uuid        not null,
  set_at       timestamptz not null,
  expires_at   timestamptz not null,
  ended_at     timestamptz,
  ended_by     uuid,
  primary key (org_id, exception_id)
);
create index finding_exception_value on finding_exception (org_id, value_hash);
