-- Opened under control: what each person may do, how he proves who he is, what was shown to whom, and what came back.
-- In access_term the nil UUID stands for "every object" or "every recipient" of the transfer.

create table access_term (
  org_id       uuid        not null,
  transfer_id  uuid        not null,
  object_id    uuid        not null,
  recipient_id uuid        not null,
  -- src/model/access-terms.ts; a member that is left out is taken from the wider row.
  terms        jsonb       not null,
  version      integer     not null,
  set_by       uuid        not null,
  set_at       timestamptz not null,
  primary key (org_id, transfer_id, object_id, recipient_id)
);

-- What an officer set for a level; what is not here is as shipped.
create table level_terms (
  org_id uuid        not null,
  level  text        not null,
  terms  jsonb       not null,
  version integer    not null,
  set_by uuid        not null,
  set_at timestamptz not null,
  primary key (org_id, level)
);

-- A browser that made a key pair for itself (ECDSA P-256); the private half never leaves it.
create table recipient_device (
  org_id       uuid        not null,
  device_id    uuid        not null,
  recipient_id uuid        not null,
  public_key   bytea       not null,
  first_at     timestamptz not null,
  last_at      timestamptz not null,
  removed_at   timestamptz,
  primary key (org_id, device_id),
  unique (org_id, recipient_id, public_key)
);

-- Devices on which a grant was opened.
create table grant_device (
  org_id    uuid        not null,
  grant_id  uuid        not null,
  device_id uuid        not null,
  first_at  timestamptz not null,
  primary key (org_id, grant_id, device_id)
);

-- What a recipient enrolled as a further factor. `lookup` is a keyed hash where one has to be found by it (a credential's id, a subject).
create table recipient_factor (
  org_id       uuid        not null,
  factor_id    uuid        not null,
  recipient_id uuid        not null,
  kind         text        not null check (kind in ('totp', 'passkey', 'passphrase', 'sign_in')),
  provider     text,
  data_sealed  bytea       not null,
  lookup       bytea,
  created_at   timestamptz not null,
  last_at      timestamptz,
  removed_at   timestamptz,
  primary key (org_id, factor_id)
);
create index recipient_factor_by_recipient on recipient_factor (org_id, recipient_id);
create index recipient_factor_by_lookup on recipient_factor (org_id, lookup);

-- One step of a proof that takes two: a passkey's or passphrase's challenge, a sign-in that is under way, a device that goes on.
create table factor_challenge (
  org_id       uuid        not null,
  challenge_id uuid        not null,
  kind         text        not null,
  transfer_id  uuid        not null,
  recipient_id uuid,
  data_sealed  bytea       not null,
  lookup       bytea,
  tries_left   integer     not null check (tries_left >= 0),
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  primary key (org_id, challenge_id)
);
create index factor_challenge_by_lookup on factor_challenge (org_id, lookup);

-- Factors that this session has proved, as JSON array of names (src/access/factors.ts).
alter table recipient_session add column factors jsonb not null default '[]';
alter table recipient_session add column device_id uuid;

-- How a code went out; `spoken` is one that the sender reads out from the console.
alter table recipient_code add column route text not null default 'email';

-- Too many wrong codes. A new lock after an unlocking is a new count.
create table recipient_lock (
  org_id       uuid        not null,
  transfer_id  uuid        not null,
  recipient_id uuid        not null,
  locked_at    timestamptz not null,
  unlocked_at  timestamptz,
  unlocked_by  uuid,
  primary key (org_id, transfer_id, recipient_id)
);

-- Keys of the forensic mark, one per period. The plain one goes when the period is over; then only the records key opens the sealed one.
create table mark_key (
  org_id      uuid        not null,
  mark_key_id uuid        not null,
  starts_at   timestamptz not null,
  ends_at     timestamptz not null,
  -- Under the epoch key; null once nothing new is marked with it.
  wrapped     bytea,
  -- One age file to the records key, which two officers join.
  sealed      bytea       not null,
  created_at  timestamptz not null,
  primary key (org_id, mark_key_id),
  unique (org_id, starts_at)
);

alter table opening add column kind text not null default 'download' check (kind in ('text', 'download', 'view'));
alter table opening add column device_id uuid;
alter table opening add column place text;
-- Six random bytes that name one view; sealed, and a keyed hash to find it again.
alter table opening add column view_sealed bytea;
alter table opening add column view_index bytea;
alter table opening add column mark_key_id uuid;
-- Which renderer drew the pages; the base page is a function of it and of the document.
alter table opening add column renderer text;
alter table opening add column pages integer;
create index opening_by_view on opening (org_id, view_index);
create index opening_by_transfer on opening (org_id, transfer_id, claimed_at);

-- Pages shown in an opening.
create table page_view (
  org_id     uuid        not null,
  opening_id uuid        not null,
  page       integer     not null,
  shown_at   timestamptz not null,
  times      integer     not null,
  primary key (org_id, opening_id, page)
);

-- What a recipient's device signed about an opening.
create table delivery_receipt (
  org_id           uuid        not null,
  receipt_id       uuid        not null,
  transfer_id      uuid        not null,
  opening_id       uuid        not null,
  recipient_id     uuid        not null,
  device_id        uuid        not null,
  statement_sealed bytea       not null,
  signature        bytea       not null,
  event_id         uuid        not null,
  signed_at        timestamptz not null,
  primary key (org_id, receipt_id),
  unique (org_id, opening_id, device_id)
);

-- The page behind a notice ran somewhere before anybody proved who he is: a robot's preview, or somebody who only looked.
create table link_preview (
  org_id      uuid        not null,
  handle_hash bytea       not null,
  robot       text        not null,
  first_at    timestamptz not null,
  times       integer     not null,
  primary key (org_id, handle_hash, robot)
);

-- How a member of staff is told of deliveries: by which connection, of what.
create table delivery_wish (
  org_id     uuid        not null,
  staff_id   uuid        not null,
  connection text,
  events     jsonb       not null,
  set_at     timestamptz not null,
  primary key (org_id, staff_id)
);

create table access_request (
  org_id         uuid        not null,
  request_id     uuid        not null,
  transfer_id    uuid        not null,
  object_id      uuid,
  recipient_id   uuid,
  kind           text        not null check (kind in ('access', 'more_time', 'more_opens', 'download', 'abuse', 'declined')),
  reason_sealed  bytea       not null,
  state          text        not null check (state in ('open', 'granted', 'declined', 'withdrawn')),
  answered_by    uuid,
  answer_sealed  bytea,
  answered_at    timestamptz,
  created_at     timestamptz not null,
  primary key (org_id, request_id)
);
create index access_request_by_transfer on access_request (org_id, transfer_id, created_at);
create index access_request_by_state on access_request (org_id, state, created_at);

-- A leaked copy being traced. The file lies sealed until the case is closed; the first officer's share until the second has given his.
create table trace_case (
  org_id       uuid        not null,
  case_id      uuid        not null,
  state        text        not null check (state in ('waiting', 'running', 'done', 'failed', 'closed')),
  reason_sealed bytea      not null,
  leak_sealed  bytea,
  share_sealed bytea,
  options      jsonb       not null,
  opened_by    uuid        not null,
  opened_at    timestamptz not null,
  approved_by  uuid,
  approved_at  timestamptz,
  progress     jsonb       not null,
  result_sealed bytea,
  expires_at   timestamptz not null,
  primary key (org_id, case_id)
);
