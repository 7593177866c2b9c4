-- The database half of the audit log (docs/spec/audit-log.md). Tiles and checkpoint are files.
create table log (
  org_id uuid    not null,
  log_id integer not null,
  origin text    not null,
  vkey   text    not null,
  state  text    not null check (state in ('active', 'frozen', 'broken')),
  primary key (org_id, log_id),
  unique (org_id, origin)
);

create table log_seq_coord (
  org_id uuid    not null,
  log_id integer not null,
  next   bigint  not null,
  primary key (org_id, log_id)
);

create table log_seq (
  org_id uuid    not null,
  log_id integer not null,
  first  bigint  not null,
  n      integer not null,
  bundle bytea   not null,
  primary key (org_id, log_id, first)
);

create table log_state (
  org_id     uuid        not null,
  log_id     integer     not null,
  size       bigint      not null,
  root       bytea       not null,
  edge       bytea       not null,
  checkpoint text        not null,
  at         timestamptz not null,
  primary key (org_id, log_id)
);

create table audit_outbox (
  org_id     uuid        not null,
  id         uuid        not null,
  log_id     integer     not null,
  entry      bytea       not null,
  event_id   uuid        not null,
  created_at timestamptz not null,
  primary key (org_id, id)
);

create table audit_event (
  org_id       uuid        not null,
  event_id     uuid        not null,
  log_id       integer     not null,
  idx          bigint,
  at           timestamptz not null,
  kind         text        not null,
  class        integer     not null,
  tag          bytea       not null,
  transfer_id  uuid,
  recipient_id uuid,
  staff_id     uuid,
  -- Sealed canonical JSON array of the field values; null once every field is erased.
  fields_sealed bytea,
  -- Concatenated 32-byte field commitments, kept after erasure.
  field_hashes bytea       not null,
  primary key (org_id, event_id),
  unique (org_id, log_id, idx)
);
create index audit_event_by_transfer on audit_event (org_id, transfer_id, at);
create index audit_event_by_time on audit_event (org_id, at);

-- One wrapped key per field; deleting the row erases the field.
create table audit_field_key (
  org_id      uuid     not null,
  event_id    uuid     not null,
  field       integer  not null,
  wrapped_key bytea    not null,
  primary key (org_id, event_id, field)
);

create table lease (
  org_id     uuid        not null,
  name       text        not null,
  holder     text        not null,
  expires_at timestamptz not null,
  primary key (org_id, name)
);
