-- The border: connections that administrators add, audiences, doors by which other programs send, what comes in from groups, incidents, and
-- how the other side is set up.

-- A connection to a channel. Settings hold credentials: sealed. Those from the settings file have no row here.
create table connection (
  org_id          uuid        not null,
  connection_id   text        not null,
  kind            text        not null,
  name_sealed     bytea       not null,
  settings_sealed bytea       not null,
  state           text        not null check (state in ('active', 'paused', 'removed')),
  -- Other connections, in order, that may carry a notice which this one could not.
  fallbacks       jsonb       not null default '[]',
  created_by      uuid        not null,
  created_at      timestamptz not null,
  changed_at      timestamptz not null,
  primary key (org_id, connection_id)
);

-- How a connection does, whether from the settings or added. `broken_since`: it needs a person.
create table connection_health (
  org_id        uuid        not null,
  connection_id text        not null,
  failures      integer     not null,
  last_ok_at    timestamptz,
  last_error    text,
  last_error_at timestamptz,
  broken_since  timestamptz,
  -- After too many failures in a row one row at a time tries whether it works again; nobody else before this time.
  probe_until   timestamptz,
  quota_left    integer,
  quota_at      timestamptz,
  primary key (org_id, connection_id)
);

-- A named group of recipients.
create table audience (
  org_id      uuid        not null,
  audience_id uuid        not null,
  name_sealed bytea       not null,
  created_by  uuid        not null,
  created_at  timestamptz not null,
  primary key (org_id, audience_id)
);
create table audience_member (
  org_id       uuid        not null,
  audience_id  uuid        not null,
  recipient_id uuid        not null,
  added_at     timestamptz not null,
  primary key (org_id, audience_id, recipient_id)
);
create index audience_member_by_recipient on audience_member (org_id, recipient_id);

-- What a vendor calls a recipient, so that nobody's number has to travel.
create table recipient_identity (
  org_id            uuid  not null,
  -- First word of the kind of channel: dingtalk, wecom, feishu.
  vendor            text  not null,
  recipient_id      uuid  not null,
  provider_id_sealed bytea not null,
  provider_id_index bytea not null,
  primary key (org_id, vendor, recipient_id)
);
create unique index recipient_identity_by_id on recipient_identity (org_id, vendor, provider_id_index);
alter table recipient add column phone_index bytea;
create index recipient_by_phone on recipient (org_id, phone_index);

-- A door: what lets another program send through Entrepot as if it were the vendor. `robot` speaks as a group robot, `app` as an application.
create table door (
  org_id           uuid        not null,
  door_id          uuid        not null,
  kind             text        not null check (kind in ('robot', 'app')),
  name_sealed      bytea       not null,
  -- SHA-256 of the token in the address (robot) or of the secret (app); the one before it counts until `previous_until`.
  token_hash       bytea       not null,
  previous_hash    bytea,
  previous_until   timestamptz,
  -- Public name of an app (appKey); null for a robot.
  app_key          text,
  -- Key of the signature of a robot, sealed: to verify a MAC it must be known. The one before it likewise.
  secret_sealed    bytea,
  previous_secret_sealed bytea,
  -- Route and security: doorSettingsSchema (src/model/door.ts).
  settings         jsonb       not null,
  state            text        not null check (state in ('active', 'paused', 'removed')),
  owner_id         uuid        not null,
  created_at       timestamptz not null,
  changed_at       timestamptz not null,
  last_call_at     timestamptz,
  primary key (org_id, door_id)
);
create unique index door_by_token on door (org_id, token_hash);
create unique index door_by_app_key on door (org_id, app_key) where app_key is not null;

-- Access tokens that apps were given.
create table door_token (
  org_id     uuid        not null,
  token_hash bytea       not null,
  door_id    uuid        not null,
  expires_at timestamptz not null,
  primary key (org_id, token_hash)
);
create index door_token_by_time on door_token (org_id, expires_at);

-- One accepted call: what a repeat with the same key is answered with, and what a later question about it is answered from.
create table door_call (
  org_id      uuid        not null,
  door_id     uuid        not null,
  -- SHA-256 of msgUuid, or random where the caller gave none.
  call_key    bytea       not null,
  transfer_id uuid        not null,
  -- A number and a text by which the vendor's interface asks about it again.
  task_id     bigint      not null,
  query_key   text        not null,
  at          timestamptz not null,
  primary key (org_id, door_id, call_key)
);
create index door_call_by_task on door_call (org_id, door_id, task_id);
create index door_call_by_query on door_call (org_id, door_id, query_key);
create index door_call_by_time on door_call (org_id, at);

-- A file that a program left for later messages. It lies in `upload`; each use makes a sealed object of its own.
create table door_media (
  org_id     uuid        not null,
  media_hash bytea       not null,
  door_id    uuid        not null,
  upload_id  uuid        not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (org_id, media_hash)
);

-- Calls of what is not offered, and of what nobody may do here: who asked for what, how often.
create table door_refusal (
  org_id     uuid        not null,
  -- SHA-256 over the following members.
  refusal_key bytea      not null,
  endpoint   text        not null,
  reason     text        not null,
  door_id    uuid,
  -- Network of the caller (/24 or /48), sealed.
  caller_sealed bytea    not null,
  agent      text        not null,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  count      bigint      not null,
  primary key (org_id, refusal_key)
);
create index door_refusal_by_time on door_refusal (org_id, last_at);

-- How a transfer came in, and what a direct call to the vendor would have sent.
alter table transfer add column door_id uuid;
alter table transfer add column audience_id uuid;
alter table transfer add column arrived_bytes bigint;
create index transfer_by_door on transfer (org_id, door_id, created_at) where door_id is not null;

-- The ciphertext of a short message, in place of a file of the object store: what comes by the hundred in a second is durable with its row.
alter table sealed_object add column body bytea;

-- A notice to a group: one link for one or more transfers to the same audience. Whoever opens it says who he is.
create table audience_notice (
  org_id      uuid        not null,
  notice_id   uuid        not null,
  reference   text        not null,
  handle      text        not null,
  audience_id uuid        not null,
  door_id     uuid,
  connection  text        not null,
  items       integer     not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  primary key (org_id, notice_id),
  unique (org_id, handle)
);
create index audience_notice_by_reference on audience_notice (org_id, reference);

-- What waits to be told to a group, in the order in which it was sent. `notice_id` says which notice told it.
create table notice_item (
  org_id      uuid        not null,
  item_id     uuid        not null,
  transfer_id uuid        not null,
  audience_id uuid        not null,
  door_id     uuid,
  connection  text        not null,
  -- Recipients whom the message calls by name, and whether it calls everybody.
  mentions    jsonb       not null,
  queued_at   timestamptz not null,
  -- Not told before; a route that collects waits that long after the first.
  due_at      timestamptz not null,
  expires_at  timestamptz not null,
  notice_id   uuid,
  primary key (org_id, item_id)
);
create index notice_item_waiting on notice_item (org_id, connection, audience_id, item_id) where notice_id is null;
create index notice_item_by_notice on notice_item (org_id, notice_id);
create index notice_item_by_transfer on notice_item (org_id, transfer_id);

alter table outbox add column notice_id uuid;
alter table outbox add column door_id uuid;
-- Where an answer goes: sealed JSON of a target.
alter table outbox add column target_sealed bytea;
-- For `ended`: the row whose message is rewritten.
alter table outbox add column about_id uuid;
-- Where it was to go before it was moved.
alter table outbox add column moved_from text;
-- What the vendor said about it afterwards.
alter table outbox add column confirmed text;
alter table outbox add column confirmed_at timestamptz;
alter table outbox add column recalled_at timestamptz;
-- The exact body that left, for as long as what it tells of lives; never that of a one-time code.
alter table outbox add column sent_sealed bytea;
-- Somebody looked at a dead row and let it be.
alter table outbox add column dismissed_at timestamptz;
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (
  (kind = 'notice' and transfer_id is not null and recipient_id is not null and staff_id is null and notice_id is null)
  or (kind = 'notice' and transfer_id is null and recipient_id is null and staff_id is null and notice_id is not null)
  or (kind = 'public' and transfer_id is not null and recipient_id is null and staff_id is null and notice_id is null)
  or (kind = 'code' and transfer_id is not null and recipient_id is not null and staff_id is null)
  or (kind in ('reminder', 'test') and staff_id is not null and transfer_id is null and recipient_id is null)
  or (kind = 'answer' and target_sealed is not null and transfer_id is null and recipient_id is null)
  or (kind = 'ended' and about_id is not null and staff_id is null)
);
create index outbox_by_connection on outbox (org_id, connection, state, created_at);
create index outbox_by_notice on outbox (org_id, notice_id) where notice_id is not null;
create index outbox_dead on outbox (org_id, created_at) where state = 'dead' and dismissed_at is null;
-- Rows of one door by one connection leave in this order.
create index outbox_in_order on outbox (org_id, connection, door_id, outbox_id) where state in ('pending', 'sending');
create index outbox_about on outbox (org_id, about_id) where about_id is not null;

alter table egress add column kind text not null default 'notice';
alter table egress add column door_id uuid;
create index egress_by_outbox on egress (org_id, outbox_id);

-- The record of what left, closed day by day: the root over its records of [from_at, to_at) is in the audit log as `egress.digest`, so
-- that a record taken away or changed later shows.
create table egress_digest (
  org_id   uuid        not null,
  from_at  timestamptz not null,
  to_at    timestamptz not null,
  event_id uuid        not null,
  records  bigint      not null,
  -- RFC 6962 over the records in the order of time and id (src/governance/proof/record-line.ts).
  root     bytea       not null,
  primary key (org_id, from_at)
);
create index audit_event_digest on audit_event (org_id, at) where kind = 'egress.digest';
create index outbox_by_sent on outbox (org_id, sent_at) where sent_at is not null;
create index transfer_by_grant on transfer (org_id, granted_at) where granted_at is not null;

-- A conversation at a vendor whose messages are kept at home.
create table thread (
  org_id        uuid        not null,
  thread_id     uuid        not null,
  connection    text        not null,
  -- Keyed hash of the vendor's identifier.
  thread_index  bytea       not null,
  provider_id_sealed bytea  not null,
  title_sealed  bytea       not null,
  kind          text        not null check (kind in ('group', 'person')),
  messages      bigint      not null,
  created_at    timestamptz not null,
  last_at       timestamptz not null,
  primary key (org_id, thread_id),
  unique (org_id, connection, thread_index)
);

create table inbound_message (
  org_id        uuid        not null,
  message_id    uuid        not null,
  thread_id     uuid        not null,
  connection    text        not null,
  -- Keyed hash of the vendor's message id: a message that is delivered again is kept once.
  vendor_index  bytea       not null,
  sender_sealed bytea       not null,
  sender_index  bytea       not null,
  kind          text        not null,
  text_sealed   bytea       not null,
  sent_at       timestamptz not null,
  received_at   timestamptz not null,
  level         text        not null,
  classification jsonb      not null,
  incident_id   uuid,
  primary key (org_id, message_id),
  unique (org_id, connection, vendor_index)
);
create index inbound_message_by_thread on inbound_message (org_id, thread_id, message_id);
create index inbound_message_by_sender on inbound_message (org_id, sender_index, message_id);

-- A file of such a message: a sealed object, or why it is not there.
create table inbound_file (
  org_id      uuid        not null,
  file_id     uuid        not null,
  message_id  uuid        not null,
  name_sealed bytea       not null,
  media_sealed bytea      not null,
  -- What the vendor wants to hear to hand it out; gone once it is here.
  fetch_sealed bytea,
  upload_id   uuid,
  object_id   uuid,
  size        bigint,
  state       text        not null check (state in ('waiting', 'kept', 'failed')),
  problem     text,
  attempt     integer     not null,
  next_at     timestamptz not null,
  primary key (org_id, file_id)
);
create index inbound_file_by_message on inbound_file (org_id, message_id);
create index inbound_file_waiting on inbound_file (org_id, next_at) where state = 'waiting';

-- Search without words in the database: 8 bytes of a keyed hash per word, and per two neighbouring Chinese characters.
create table inbound_term (
  org_id     uuid  not null,
  term       bytea not null,
  message_id uuid  not null,
  primary key (org_id, term, message_id)
);

-- Something that should not have happened, as the system itself saw it.
create table incident (
  org_id      uuid        not null,
  incident_id uuid        not null,
  kind        text        not null check (kind in ('posted_in_channel', 'stopped_at_egress')),
  at          timestamptz not null,
  connection  text        not null,
  thread_id   uuid,
  message_id  uuid,
  outbox_id   uuid,
  level       text        not null,
  -- Types of what was found and how many of each; never values.
  found       jsonb       not null,
  state       text        not null check (state in ('open', 'closed')),
  answered_at timestamptz,
  closed_by   uuid,
  closed_at   timestamptz,
  note_sealed bytea,
  primary key (org_id, incident_id)
);
create index incident_by_time on incident (org_id, at);

-- What somebody in a group asked for: access, or files.
create table inbound_request (
  org_id      uuid        not null,
  request_id  uuid        not null,
  kind        text        not null check (kind in ('access', 'files')),
  thread_id   uuid        not null,
  message_id  uuid        not null,
  transfer_id uuid,
  recipient_id uuid,
  at          timestamptz not null,
  state       text        not null check (state in ('open', 'done', 'declined')),
  closed_by   uuid,
  closed_at   timestamptz,
  primary key (org_id, request_id)
);
create index inbound_request_by_time on inbound_request (org_id, at);

-- How the organisation's side at a vendor is set up: each run, and what each check said.
create table posture_run (
  org_id     uuid        not null,
  run_id     uuid        not null,
  connection text,
  started_by uuid,
  started_at timestamptz not null,
  ended_at   timestamptz,
  primary key (org_id, run_id)
);
create table posture_finding (
  org_id   uuid        not null,
  run_id   uuid        not null,
  check_id text        not null,
  -- `asked`: a person has to look; his answer is in posture_answer.
  result   text        not null check (result in ('good', 'bad', 'asked', 'unknown')),
  detail   jsonb       not null,
  primary key (org_id, run_id, check_id)
);
create table posture_answer (
  org_id      uuid        not null,
  check_id    text        not null,
  answer      text        not null check (answer in ('good', 'bad', 'not_applicable')),
  note_sealed bytea,
  answered_by uuid        not null,
  answered_at timestamptz not null,
  -- Asked again after this day.
  valid_until timestamptz not null,
  primary key (org_id, check_id)
);
