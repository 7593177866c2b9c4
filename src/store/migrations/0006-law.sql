-- What the law asks an organisation to keep: records that lift objections, the register of transfers, counters of persons, dated duties,
-- reviews of packs. Texts and references are sealed fields; persons are keyed hashes and nothing else.

-- What the organisation states about each legal entity (operator of critical infrastructure, persons held, …): facts of `org`, `held`, `origin_city`.
alter table legal_entity add column profile jsonb not null default '{}';

-- A record belongs to one transfer, or, with a scope, to every later transfer within it until it expires or is withdrawn.
alter table legal_basis alter column transfer_id drop not null;
alter table legal_basis add column contracts   jsonb not null default '[]';
alter table legal_basis add column assessments jsonb not null default '[]';
-- Facts that somebody states with it: n, minor14, important_data, …
alter table legal_basis add column facts       jsonb not null default '{}';
alter table legal_basis add column scope       jsonb;
alter table legal_basis add column scope_hash  text;
alter table legal_basis add column entity_id   uuid;
-- First and last moment at which it counts; null: from its record on, without end.
alter table legal_basis add column effective_at timestamptz;
alter table legal_basis add column expires_at   timestamptz;
alter table legal_basis add column reference_sealed bytea;
alter table legal_basis add column withdrawn_at timestamptz;
alter table legal_basis add column withdrawn_by uuid;
alter table legal_basis add column duty_id      uuid;
create index legal_basis_by_scope on legal_basis (org_id, entity_id, recorded_at);

-- Standing records that a transfer's last decision counted on.
create table record_use (
  org_id      uuid        not null,
  basis_id    uuid        not null,
  transfer_id uuid        not null,
  at          timestamptz not null,
  primary key (org_id, basis_id, transfer_id)
);
create index record_use_by_transfer on record_use (org_id, transfer_id);

alter table approval add column valid_until  timestamptz;
-- The officer for whom a delegate answered; null when the approver answered as an officer.
alter table approval add column on_behalf_of uuid;
-- Whose word it is: the officer's, also when a delegate gave it. Nobody answers twice, and no officer is counted twice.
alter table approval add column principal_id uuid;
-- When it stopped counting: its end had passed, the content was another, or the officer answered himself.
alter table approval add column lapsed_at    timestamptz;
update approval set principal_id = approver_id;
alter table approval alter column principal_id set not null;
alter table approval drop constraint approval_org_id_transfer_id_approver_id_key;
create unique index approval_by_approver  on approval (org_id, transfer_id, approver_id) where lapsed_at is null;
create unique index approval_by_principal on approval (org_id, transfer_id, principal_id) where lapsed_at is null;

create table delegation (
  org_id        uuid        not null,
  delegation_id uuid        not null,
  from_staff    uuid        not null,
  to_staff      uuid        not null,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  reason_sealed bytea       not null,
  created_at    timestamptz not null,
  revoked_at    timestamptz,
  revoked_by    uuid,
  primary key (org_id, delegation_id)
);
create index delegation_by_delegate on delegation (org_id, to_staff, ends_at);

-- A reminder goes to a member of staff and belongs to no transfer.
alter table outbox add column staff_id uuid;
alter table outbox alter column transfer_id  drop not null;
alter table outbox alter column recipient_id drop not null;
alter table outbox drop constraint outbox_kind_check;
alter table outbox add constraint outbox_kind_check check (
  (kind in ('notice', 'code') and transfer_id is not null and recipient_id is not null and staff_id is null)
  or (kind = 'reminder' and staff_id is not null and transfer_id is null and recipient_id is null)
);

-- Distinct persons in an upload: concatenated 16-byte keyed hashes. Null when the content could not be read.
alter table upload add column persons bytea;

create table transfer_person (
  org_id      uuid    not null,
  transfer_id uuid    not null,
  person      bytea   not null,
  primary key (org_id, transfer_id, person)
);

-- One row per transfer, recipient, event and place, written in the transaction of the act.
create table register_entry (
  org_id             uuid        not null,
  entry_id           uuid        not null,
  transfer_id        uuid        not null,
  recipient_id       uuid        not null,
  entity_id          uuid        not null,
  -- `send`, or `open` from another place than the recipient's own: a transfer of its own.
  event              text        not null,
  state              text        not null,
  at                 timestamptz not null,
  changed_at         timestamptz not null,
  origin             text        not null,
  destination        text        not null,
  destination_city   text,
  recipient_kind     text        not null,
  purpose            text        not null,
  level              text        not null,
  bases              jsonb       not null,
  contracts          jsonb       not null,
  filings            jsonb       not null,
  assessments        jsonb       not null,
  categories         jsonb       not null,
  sensitive_for      jsonb       not null,
  safeguards         jsonb       not null,
  rules              jsonb       not null,
  evidence           jsonb       not null,
  packs              jsonb       not null,
  -- Distinct persons; null when not known.
  persons            bigint,
  files              integer     not null,
  bytes              bigint      not null,
  decision_id        uuid        not null,
  outcome            text        not null,
  effect             text,
  -- From when on it could be opened; null while it never could. `year` is the calendar year of that moment where the entity is.
  granted_at         timestamptz,
  year               integer,
  -- Persons beyond those that are told apart by keyed hashes: stated by an officer for content that nobody could read.
  unkeyed            bigint,
  retain_until       timestamptz,
  primary key (org_id, entry_id),
  unique (org_id, transfer_id, recipient_id, event, destination)
);
create index register_entry_by_time on register_entry (org_id, at);
create index register_entry_by_year on register_entry (org_id, entity_id, year);

-- Distinct persons per legal entity, destination and calendar year. `sensitive`: in content that the law of the origin calls sensitive;
-- a person may be in both rows, by two transfers.
create table person_count (
  org_id      uuid        not null,
  entity_id   uuid        not null,
  origin      text        not null,
  destination text        not null,
  year        integer     not null,
  sensitive   boolean     not null,
  person      bytea       not null,
  transfer_id uuid        not null,
  first_at    timestamptz not null,
  primary key (org_id, entity_id, destination, year, sensitive, person)
);
-- Over all destinations a person is one: read in this order, nothing has to be sorted.
create index person_count_by_person on person_count (org_id, entity_id, origin, year, sensitive, person);

-- A clock of the law or of the organisation.
create table duty (
  org_id        uuid        not null,
  duty_id       uuid        not null,
  rule_id       text        not null,
  pack          text        not null,
  entity_id     uuid        not null,
  -- What the duty is about: an entity and a purpose, a contract, an incident. The same thing opens the same duty once.
  subject_key   text        not null,
  form          text,
  filing        text,
  transfer_id   uuid,
  started_at    timestamptz not null,
  due_at        timestamptz not null,
  -- false: a calendar did not know the year, and the earliest day there may be was taken.
  calendar_known boolean    not null,
  state         text        not null check (state in ('open', 'done', 'not_needed')),
  closed_at     timestamptz,
  closed_by     uuid,
  -- Filing number, receipt, or why it is not needed.
  reference_sealed bytea,
  note_sealed   bytea,
  -- Purpose of the transfers that it is about; null: of all, or of none.
  purpose       text,
  -- Facts when it was opened: what a draft of its form rests on.
  facts         jsonb       not null,
  -- What an officer stated about an incident or a contract, and the form as far as it is filled in. JSON.
  details_sealed bytea,
  draft_sealed  bytea,
  -- When the log was told that it is overdue.
  overdue_at    timestamptz,
  created_at    timestamptz not null,
  primary key (org_id, duty_id),
  unique (org_id, rule_id, subject_key)
);
create index duty_by_due on duty (org_id, state, due_at);

create table pack_review (
  org_id          uuid        not null,
  review_id       uuid        not null,
  pack            text        not null,
  version         text        not null,
  digest          text        not null,
  reviewer_sealed bytea       not null,
  note_sealed     bytea       not null,
  reviewed_on     date        not null,
  recorded_by     uuid        not null,
  recorded_at     timestamptz not null,
  withdrawn_at    timestamptz,
  withdrawn_by    uuid,
  primary key (org_id, review_id)
);
create index pack_review_by_digest on pack_review (org_id, digest);

-- The organisation's own numbers; only stricter ones are accepted.
create table policy_param (
  org_id  uuid        not null,
  param   text        not null,
  value   integer     not null,
  set_by  uuid        not null,
  set_at  timestamptz not null,
  primary key (org_id, param)
);

-- Versions of packs, with their texts: those that somebody brought in (looked at in shadow, then switched on or discarded), and every one
-- that was ever in use, so that an old decision can be made again. `active`: in use in place of the shipped one. `retired`: kept.
create table pack_candidate (
  org_id       uuid        not null,
  candidate_id uuid        not null,
  pack         text        not null,
  version      text        not null,
  digest       text        not null,
  files        jsonb       not null,
  -- The Cedar schema that the digest was made with.
  schema_text  text        not null,
  origin       text        not null check (origin in ('shipped', 'brought')),
  state        text        not null check (state in ('shadow', 'active', 'retired', 'discarded')),
  -- null: shipped with the product.
  created_by   uuid,
  created_at   timestamptz not null,
  changed_at   timestamptz not null,
  primary key (org_id, candidate_id),
  unique (org_id, pack, digest)
);

create index policy_decision_by_time on policy_decision (org_id, at, decision_id);

-- What was decided by, from when on: the packs by digest and the organisation's own numbers.
create table policy_set (
  org_id  uuid        not null,
  set_id  uuid        not null,
  at      timestamptz not null,
  packs   jsonb       not null,
  params  jsonb       not null,
  primary key (org_id, set_id)
);
create index policy_set_by_time on policy_set (org_id, at);

-- A version of a pack over past decisions: what it would have changed.
create table shadow_run (
  org_id       uuid        not null,
  run_id       uuid        not null,
  candidate_id uuid        not null,
  digest       text        not null,
  -- The rules that it was compared with; the run says nothing about others.
  against      text        not null,
  state        text        not null check (state in ('waiting', 'running', 'finished', 'failed')),
  total        integer     not null,
  done         integer     not null,
  result       jsonb,
  started_by   uuid        not null,
  created_at   timestamptz not null,
  finished_at  timestamptz,
  primary key (org_id, run_id)
);
create index shadow_run_by_candidate on shadow_run (org_id, candidate_id, created_at);
