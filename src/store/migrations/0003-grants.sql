-- One recipient's (or holder's) right to one object. Deleting wrapped_secret ends it for good.
create table object_grant (
  org_id         uuid        not null,
  grant_id       uuid        not null,
  transfer_id    uuid        not null,
  object_id      uuid        not null,
  -- Null for the records grant of the organisation.
  recipient_id   uuid,
  holder         text        not null check (holder in ('custodian', 'viewer', 'recipient', 'records')),
  permission     text        not null check (permission in ('view', 'download', 'records')),
  -- One age file with one recipient; holds the share.
  envelope       bytea       not null,
  wrapped_secret bytea,
  not_before     timestamptz not null,
  expires_at     timestamptz not null,
  opens_left     integer     not null check (opens_left >= 0),
  decision_id    uuid        not null,
  created_at     timestamptz not null,
  revoked_at     timestamptz,
  primary key (org_id, grant_id)
);
create index object_grant_by_transfer on object_grant (org_id, transfer_id);
create index object_grant_by_expiry on object_grant (org_id, expires_at);

-- One claimed opening. The claim lowers opens_left; the release follows once the event is in a signed checkpoint.
create table opening (
  org_id       uuid        not null,
  opening_id   uuid        not null,
  grant_id     uuid        not null,
  transfer_id  uuid        not null,
  recipient_id uuid        not null,
  event_id     uuid        not null,
  claimed_at   timestamptz not null,
  released_at  timestamptz,
  -- Until then the same opening may be fetched again without being counted again.
  until        timestamptz not null,
  primary key (org_id, opening_id)
);
create index opening_by_grant on opening (org_id, grant_id);

create table recipient_code (
  org_id       uuid        not null,
  code_id      uuid        not null,
  transfer_id  uuid        not null,
  recipient_id uuid        not null,
  code_hash    bytea       not null,
  tries_left   integer     not null check (tries_left >= 0),
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  primary key (org_id, code_id)
);
create index recipient_code_by_recipient on recipient_code (org_id, transfer_id, recipient_id, created_at);

create table recipient_session (
  org_id       uuid        not null,
  session_hash bytea       not null,
  transfer_id  uuid        not null,
  recipient_id uuid        not null,
  csrf_hash    bytea       not null,
  created_at   timestamptz not null,
  last_at      timestamptz not null,
  expires_at   timestamptz not null,
  primary key (org_id, session_hash)
);

-- Fixed-window counters against guessing and flooding; key is a keyed hash, never an address.
create table rate_counter (
  org_id       uuid        not null,
  counter_key  bytea       not null,
  window_start timestamptz not null,
  count        integer     not null,
  primary key (org_id, counter_key, window_start)
);
