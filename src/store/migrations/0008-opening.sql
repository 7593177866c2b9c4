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

-- Which recipient page was served from when on: `digest` is that of its list of files, as `/open/page.sha256` gives it.
create table served_page (
  org_id   uuid        not null,
  event_id uuid        not null,
  digest   bytea       not null,
  since    timestamptz not null,
  primary key (org_id, event_id)
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
  -- Set by a sender for one transfer; null: for everything that this recipient gets.
  transfer_id  uuid,
  data_sealed  bytea       not null,
  lookup       bytea,
  -- The newest step of an authenticator app, the counter of a passkey: moves on only.
  counter      bigint      not null default 0,
  created_at   timestamptz not null,
  last_at      timestamptz,
  removed_at   timestamptz,
  -- A member of staff who took it away, and when the recipient said that he has seen it.
  removed_by   uuid,
  seen_at      timestamptz,
  primary key (org_id, factor_id)
);
create index recipient_factor_by_recipient on recipient_factor (org_id, recipient_id);
-- One living authenticator app and one passphrase per recipient, and per transfer where a sender set it.
create unique index recipient_factor_once on recipient_factor (org_id, recipient_id, kind, coalesce(transfer_id, org_id))
  where removed_at is null and kind in ('totp', 'passphrase');
create unique index recipient_factor_whose on recipient_factor (org_id, lookup) where removed_at is null;

-- Where recipients may sign in to say who they are; settings with the client's secret sealed.
create table sign_in_provider (
  org_id          uuid        not null,
  provider_id     text        not null,
  kind            text        not null check (kind in ('oidc', 'dingtalk', 'wecom', 'feishu')),
  state           text        not null check (state in ('active', 'paused', 'removed')),
  settings_sealed bytea       not null,
  changed_by      uuid        not null,
  created_at      timestamptz not null,
  changed_at      timestamptz not null,
  primary key (org_id, provider_id)
);

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
-- By which routes codes came, as JSON array: an address is under somebody's control when a code went there and came back.
alter table recipient_session add column routes jsonb not null default '[]';
-- How the session began: by a proof, handed over by another device, or from the list of everything that is shared.
alter table recipient_session add column via text not null default 'proof' check (via in ('proof', 'pairing', 'shared'));
alter table recipient_session add column place text;
create index recipient_session_by_recipient on recipient_session (org_id, recipient_id);

-- How a code went out; `spoken` is one that the sender reads out from the console.
alter table recipient_code add column route text not null default 'email';

-- Wrong codes and other wrong answers, counted per recipient and (nil UUID) over all recipients of what a link stands for: a transfer, or what
-- a notice told a group. `locked_at` is set by the try that reaches the limit; an unlocking begins a new count.
create table recipient_lock (
  org_id       uuid        not null,
  transfer_id  uuid        not null,
  recipient_id uuid        not null,
  wrong_tries  integer     not null,
  locked_at    timestamptz,
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

-- Openings in all from which opens_left was counted; null: those of the transfer.
alter table object_grant add column opens_max integer;
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
-- What was counted and then could not be shown: the count was given back.
alter table opening add column returned_at timestamptz;
-- The last byte of a download was taken.
alter table opening add column finished_at timestamptz;
-- Of the bytes that left: a copy that is marked, or locked in an archive, is not the object. The digest is sealed; null where it was not made.
alter table opening add column copy_bytes bigint;
alter table opening add column copy_sha256_sealed bytea;
create index opening_by_view on opening (org_id, view_index);
create index opening_by_transfer on opening (org_id, transfer_id, claimed_at);

-- Pages shown in an opening.
create table page_view (
  org_id     uuid        not null,
  opening_id uuid        not null,
  page       integer     not null,
  shown_at   timestamptz not null,
  times      integer     not null,
  -- The page's text went along, for a screen reader.
  text_at    timestamptz,
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

-- How a member of staff is told of deliveries: by which connection, of what, and up to when he has seen the list in the console.
create table delivery_wish (
  org_id     uuid        not null,
  staff_id   uuid        not null,
  -- Null: in the console only.
  connection text,
  events     jsonb       not null,
  -- Told within working hours only.
  by_day     boolean     not null,
  set_at     timestamptz not null,
  seen_at    timestamptz,
  primary key (org_id, staff_id)
);

create table access_request (
  org_id         uuid        not null,
  request_id     uuid        not null,
  transfer_id    uuid        not null,
  object_id      uuid,
  -- The recipient of the link that was used. Whether it was he is known only where "proved" says so.
  recipient_id   uuid,
  proved         boolean     not null,
  kind           text        not null check (kind in ('access', 'more_time', 'more_opens', 'download', 'abuse', 'declined')),
  -- While it is open: what it is about, so that nobody asks the same twice.
  open_key       text,
  place          text        not null,
  incident_id    uuid,
  reason_sealed  bytea       not null,
  state          text        not null check (state in ('open', 'granted', 'declined', 'noted', 'withdrawn')),
  answered_by    uuid,
  answer_sealed  bytea,
  answered_at    timestamptz,
  created_at     timestamptz not null,
  primary key (org_id, request_id),
  unique (org_id, open_key)
);
create index access_request_by_transfer on access_request (org_id, transfer_id, created_at);
create index access_request_by_state on access_request (org_id, state, created_at);

-- A leaked copy being traced. The file is an upload of the officer's; the first officer's share lies sealed until the second has given his.
create table trace_case (
  org_id       uuid        not null,
  case_id      uuid        not null,
  state        text        not null check (state in ('waiting', 'running', 'done', 'failed', 'closed')),
  reason_sealed bytea      not null,
  -- Null once the case is closed; the upload is discarded then.
  upload_id    uuid,
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

-- `delivery`: a member of staff is told what became of a transfer of his; the row outlives the transfer.
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (
  (kind = 'notice' and transfer_id is not null and recipient_id is not null and staff_id is null and notice_id is null)
  or (kind = 'notice' and transfer_id is null and recipient_id is null and staff_id is null and notice_id is not null)
  or (kind = 'public' and transfer_id is not null and recipient_id is null and staff_id is null and notice_id is null)
  or (kind = 'code' and transfer_id is not null and recipient_id is not null and staff_id is null)
  or (kind in ('reminder', 'test', 'delivery') and staff_id is not null and transfer_id is null and recipient_id is null)
  or (kind = 'answer' and target_sealed is not null and transfer_id is null and recipient_id is null)
  or (kind = 'ended' and about_id is not null and staff_id is null)
);

-- Somebody reported what was sent as abuse.
alter table incident drop constraint incident_kind_check;
alter table incident add constraint incident_kind_check check (kind in ('posted_in_channel', 'stopped_at_egress', 'reported_abuse'));
alter table incident add column transfer_id uuid;

-- The key of a person's tags in the audit log, and the number that the next one gets (docs/spec/audit-log.md, 2.4).
create table subject_tag (
  org_id     uuid    not null,
  kind       text    not null check (kind in ('staff', 'recipient')),
  subject_id uuid    not null,
  key_sealed bytea   not null,
  next_no    integer not null check (next_no >= 0),
  primary key (org_id, kind, subject_id)
);

-- Whose tag an event carries, and its number.
alter table audit_event add column about_kind text;
alter table audit_event add column about_id uuid;
alter table audit_event add column about_no integer;
create index audit_event_about on audit_event (org_id, about_id, about_no) where about_id is not null;

-- Why somebody looked, in his own words; the event has its digest.
create table access_reason (
  org_id        uuid  not null,
  event_id      uuid  not null,
  reason_sealed bytea not null,
  primary key (org_id, event_id)
);

-- A download in a ZIP archive that is encrypted (the second lock). The password goes another way: the sender reads it out.
create table locked_archive (
  org_id          uuid        not null,
  opening_id      uuid        not null,
  password_sealed bytea       not null,
  made_at         timestamptz not null,
  primary key (org_id, opening_id)
);
