-- Data that is there already: what a sweep found where, and lists that were pseudonymised before sharing.

create table sweep (
  org_id      uuid        not null,
  sweep_id    uuid        not null,
  -- src/model/sweep.ts
  options     jsonb       not null,
  state       text        not null,
  progress    jsonb       not null,
  started_by  uuid        not null,
  started_at  timestamptz not null,
  finished_at timestamptz,
  primary key (org_id, sweep_id)
);

-- One file. Its path may name a person, so it is sealed; `path_key` is a keyed hash that finds it again.
create table sweep_item (
  org_id         uuid        not null,
  sweep_id       uuid        not null,
  path_key       bytea       not null,
  path_sealed    bytea       not null,
  size           bigint      not null,
  modified_at    timestamptz,
  sha256_key     bytea       not null,
  level          text        not null,
  classification jsonb       not null,
  problem        text,
  scanned_at     timestamptz not null,
  remedy         text,
  remedied_at    timestamptz,
  primary key (org_id, sweep_id, path_key)
);
create index sweep_item_level on sweep_item (org_id, sweep_id, level);

-- The table that leads back from pseudonyms to people: a sealed object at home.
create table pseudonym_table (
  org_id        uuid        not null,
  table_id      uuid        not null,
  transfer_id   uuid,
  table_sealed  bytea       not null,
  -- src/model/pseudonyms.ts: columns, operators, how many values; no values.
  summary       jsonb       not null,
  justification text        not null,
  made_by       uuid        not null,
  made_at       timestamptz not null,
  erased_at     timestamptz,
  primary key (org_id, table_id)
);
