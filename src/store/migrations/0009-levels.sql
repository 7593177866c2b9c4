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

-- A finding that was wrong, by its value (a keyed hash; the value itself is nowhere). Suggested by anybody who sends, set by an officer, and where
-- the value passed a check of its own by two. Ends by itself.
create table finding_exception (
  org_id        uuid        not null,
  exception_id  uuid        not null,
  type          text        not null,
  value_hash    bytea       not null,
  -- One officer is not enough.
  needs_second  boolean     not null,
  -- Where it was seen; null for a message that was never sent.
  transfer_id   uuid,
  suggested_by  uuid        not null,
  suggested_at  timestamptz not null,
  suggestion    text        not null,
  -- Null while it is only suggested.
  set_by        uuid,
  set_at        timestamptz,
  reason        text,
  expires_at    timestamptz,
  second_by     uuid,
  second_at     timestamptz,
  second_reason text,
  -- By whom it was ended or dismissed; null for both when its time ran out and another took its place.
  ended_by      uuid,
  ended_at      timestamptz,
  -- Findings in transfers that it took out of the count.
  applied       bigint      not null default 0,
  applied_at    timestamptz,
  primary key (org_id, exception_id)
);
-- One value has one exception at a time.
create unique index finding_exception_value on finding_exception (org_id, value_hash) where ended_at is null;
