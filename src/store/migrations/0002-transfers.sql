-- Files on their way in. The bytes lie sealed in the staging area of the blob store from the first segment on.
create table upload (
  org_id          uuid        not null,
  upload_id       uuid        not null,
  staff_id        uuid        not null,
  oid             bytea       not null,
  floe_header     bytea       not null,
  name_sealed     bytea       not null,
  media_sealed    bytea       not null,
  -- Announced plaintext length, and how much of it is acknowledged (durable), in bytes.
  size            bigint      not null,
  received        bigint      not null,
  -- The acknowledged bytes after the last whole segment, sealed.
  tail_sealed     bytea,
  -- Custody of the draft: share in an envelope to the custodian, release secret wrapped under the epoch key.
  custody_envelope bytea      not null,
  -- Null once the object has its own row, which takes custody over.
  custody_secret  bytea,
  state           text        not null check (state in ('receiving', 'inspecting', 'ready', 'failed', 'used')),
  -- Set when ready.
  object_id       uuid,
  classification  jsonb,
  problem         text,
  created_at      timestamptz not null,
  expires_at      timestamptz not null,
  primary key (org_id, upload_id)
);

create table sealed_object (
  org_id          uuid        not null,
  object_id       uuid        not null,
  oid             bytea       not null,
  ciphertext_hash bytea       not null,
  floe_header     bytea       not null,
  size            bigint      not null,
  sealed_size     bigint      not null,
  -- SHA-256 of the plaintext, sealed: the hash of a guessable text would give it away.
  sha256_sealed   bytea       not null,
  -- The server's own right to the object until the transfer is granted or ends; then custody_secret is deleted.
  custody_envelope bytea      not null,
  custody_secret  bytea,
  created_at      timestamptz not null,
  shredded_at     timestamptz,
  primary key (org_id, object_id),
  unique (org_id, oid)
);
create index sealed_object_by_hash on sealed_object (org_id, ciphertext_hash);

create table transfer (
  org_id         uuid        not null,
  transfer_id    uuid        not null,
  reference      text        not null,
  entity_id      uuid        not null,
  sender_id      uuid        not null,
  state          text        not null check (state in ('submitted', 'held', 'refused', 'granted', 'revoked', 'expired', 'withdrawn')),
  level          text        not null,
  classification jsonb       not null,
  purpose        text        not null,
  connection     text        not null,
  notice_locale  text        not null,
  expires_days   integer     not null,
  opens_max      integer     not null,
  -- SHA-256 over the ordered ciphertext hashes, names and recipients: what an approval is bound to.
  content_hash   bytea       not null,
  decision_id    uuid,
  created_at     timestamptz not null,
  granted_at     timestamptz,
  expires_at     timestamptz,
  ended_at       timestamptz,
  primary key (org_id, transfer_id),
  unique (org_id, reference)
);
create index transfer_by_time on transfer (org_id, created_at);

create table transfer_object (
  org_id       uuid    not null,
  transfer_id  uuid    not null,
  object_id    uuid    not null,
  kind         text    not null check (kind in ('message', 'file')),
  position     integer not null,
  name_sealed  bytea   not null,
  media_sealed bytea   not null,
  size         bigint  not null,
  primary key (org_id, transfer_id, object_id)
);

create table transfer_recipient (
  org_id       uuid not null,
  transfer_id  uuid not null,
  recipient_id uuid not null,
  -- 128 random bits of the notice link. Opens nothing by itself.
  handle       text not null,
  primary key (org_id, transfer_id, recipient_id),
  unique (org_id, handle)
);

create table policy_decision (
  org_id       uuid        not null,
  decision_id  uuid        not null,
  transfer_id  uuid        not null,
  recipient_id uuid,
  event        text        not null,
  outcome      text        not null check (outcome in ('allow', 'held', 'refused')),
  facts        jsonb       not null,
  decision     jsonb       not null,
  at           timestamptz not null,
  primary key (org_id, decision_id)
);
create index policy_decision_by_transfer on policy_decision (org_id, transfer_id, at);

-- Legal bases, filings and contracts on record for one transfer.
create table legal_basis (
  org_id          uuid        not null,
  basis_id        uuid        not null,
  transfer_id     uuid        not null,
  bases           jsonb       not null,
  filings         jsonb       not null,
  necessary       boolean     not null,
  evidence_sealed bytea       not null,
  recorded_by     uuid        not null,
  recorded_at     timestamptz not null,
  primary key (org_id, basis_id)
);
create index legal_basis_by_transfer on legal_basis (org_id, transfer_id);

create table approval (
  org_id        uuid        not null,
  approval_id   uuid        not null,
  transfer_id   uuid        not null,
  content_hash  bytea       not null,
  approver_id   uuid        not null,
  outcome       text        not null check (outcome in ('approved', 'declined')),
  reason_sealed bytea       not null,
  at            timestamptz not null,
  primary key (org_id, approval_id),
  unique (org_id, transfer_id, approver_id)
);
