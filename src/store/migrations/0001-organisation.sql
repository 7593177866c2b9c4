-- Who uses the installation. Names and addresses are sealed fields (src/seal/fields.ts); *_index columns are keyed
-- hashes for look-up by equality. The keys of both are outside the database and its backups.

create table organisation (
  org_id            uuid        not null,
  name              text        not null,
  locale            text        not null,
  -- Public half of the records key; the identity is split between officers and kept nowhere here.
  records_recipient text        not null,
  created_at        timestamptz not null,
  primary key (org_id)
);

create table legal_entity (
  org_id       uuid        not null,
  entity_id    uuid        not null,
  name         text        not null,
  jurisdiction text        not null,
  city         text,
  created_at   timestamptz not null,
  primary key (org_id, entity_id)
);

create table staff (
  org_id        uuid        not null,
  staff_id      uuid        not null,
  -- Account in the sign-in tables (schema auth), which know the person only by a keyed alias.
  auth_user_id  text,
  name_sealed   bytea       not null,
  email_sealed  bytea       not null,
  email_index   bytea       not null,
  role          text        not null check (role in ('officer', 'sender', 'auditor')),
  state         text        not null check (state in ('invited', 'enrolling', 'active', 'disabled')),
  created_at    timestamptz not null,
  primary key (org_id, staff_id),
  unique (org_id, email_index),
  unique (org_id, auth_user_id)
);

-- One-time links: first set-up and enrolment of invited staff. Only a hash of the token is kept.
create table enrolment (
  org_id     uuid        not null,
  token_hash bytea       not null,
  purpose    text        not null check (purpose in ('setup', 'staff')),
  staff_id   uuid,
  expires_at timestamptz not null,
  used_at    timestamptz,
  primary key (org_id, token_hash)
);

create table recipient (
  org_id              uuid        not null,
  recipient_id        uuid        not null,
  name_sealed         bytea       not null,
  organisation_sealed bytea       not null,
  email_sealed        bytea       not null,
  email_index         bytea       not null,
  phone_sealed        bytea,
  jurisdiction        text        not null,
  city                text,
  kind                text        not null,
  locale              text        not null,
  created_by          uuid        not null,
  created_at          timestamptz not null,
  primary key (org_id, recipient_id),
  unique (org_id, email_index)
);
