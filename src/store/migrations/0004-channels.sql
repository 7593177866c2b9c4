-- What waits to be sent. A row is written in the transaction of the act that causes it.
create table outbox (
  org_id        uuid        not null,
  outbox_id     uuid        not null,
  kind          text        not null check (kind in ('notice', 'code')),
  transfer_id   uuid        not null,
  recipient_id  uuid        not null,
  connection    text        not null,
  idem_key      text        not null,
  -- Sealed JSON of the draft (reference, link, or code); wiped once sent or dead.
  draft_sealed  bytea,
  state         text        not null check (state in ('pending', 'sending', 'sent', 'dead')),
  attempt       integer     not null,
  next_at       timestamptz not null,
  lease_until   timestamptz,
  expires_at    timestamptz not null,
  last_error    text,
  created_at    timestamptz not null,
  sent_at       timestamptz,
  -- Of the exact body that left.
  sent_bytes    bigint,
  sent_hash     bytea,
  provider_ref  text,
  primary key (org_id, outbox_id),
  unique (org_id, idem_key)
);
create index outbox_due on outbox (org_id, state, next_at);
create index outbox_by_transfer on outbox (org_id, transfer_id);

-- Every body that left, whether or not the vendor took it.
create table egress (
  org_id        uuid        not null,
  egress_id     uuid        not null,
  outbox_id     uuid,
  connection    text        not null,
  at            timestamptz not null,
  bytes         bigint      not null,
  hash          bytea       not null,
  personal      integer     not null,
  sandbox       boolean     not null,
  primary key (org_id, egress_id)
);
create index egress_by_time on egress (org_id, at);

create table sandbox_message (
  org_id     uuid        not null,
  message_id uuid        not null,
  idem_key   text        not null,
  vendor     text        not null,
  kind       text        not null,
  head       jsonb       not null,
  recipient  text        not null,
  body       bytea       not null,
  at         timestamptz not null,
  primary key (org_id, message_id),
  unique (org_id, idem_key)
);

create table rate_bucket (
  org_id uuid             not null,
  bucket text             not null,
  tokens double precision not null,
  at     timestamptz      not null,
  paused_until timestamptz,
  primary key (org_id, bucket)
);
