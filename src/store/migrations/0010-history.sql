-- Data that is there already: what a sweep found where, and lists that were pseudonymised before sharing.

create table sweep (
  org_id        uuid        not null,
  sweep_id      uuid        not null,
  kind          text        not null,
  -- A folder's path or a file's name: either may name people.
  source_sealed bytea       not null,
  upload_id     uuid,
  state         text        not null,
  progress      jsonb       not null,
  -- src/model/sweep.ts; holds names of folders.
  report_sealed bytea,
  started_by    uuid        not null,
  started_at    timestamptz not null,
  finished_at   timestamptz,
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
  -- A keyed hash: whoever has the database cannot ask it for a file that he knows.
  sha256_key     bytea       not null,
  level          text        not null,
  classification jsonb       not null,
  problem        text,
  scanned_at     timestamptz not null,
  remedy         text,
  remedied_at    timestamptz,
  remedied_by    uuid,
  -- What was sealed at home, or the draft of a list to be pseudonymised.
  upload_id      uuid,
  primary key (org_id, sweep_id, path_key)
);
create index sweep_item_level on sweep_item (org_id, sweep_id, level);

-- The table that leads back from pseudonyms to people, sealed at home. Without it the list is anonymous as far as this house is concerned.
create table pseudonym_table (
  org_id               uuid        not null,
  table_id             uuid        not null,
  -- The file that was made, while it is an upload of whoever made it.
  upload_id            uuid        not null,
  -- The transfer it was sent by; set in the transaction of the submission.
  transfer_id          uuid,
  name_sealed          bytea       not null,
  -- Null once it was erased.
  table_sealed         bytea,
  -- src/model/pseudonyms.ts: columns, operators, how many values; no values.
  summary              jsonb       not null,
  justification_sealed bytea       not null,
  made_by              uuid        not null,
  made_at              timestamptz not null,
  erased_at            timestamptz,
  erased_by            uuid,
  primary key (org_id, table_id)
);
create index pseudonym_table_upload on pseudonym_table (org_id, upload_id);
create index pseudonym_table_transfer on pseudonym_table (org_id, transfer_id);

-- Who looked into a table, and why.
create table pseudonym_look (
  org_id        uuid        not null,
  look_id       uuid        not null,
  table_id      uuid        not null,
  kind          text        not null,
  reason_sealed bytea       not null,
  looked_by     uuid        not null,
  looked_at     timestamptz not null,
  primary key (org_id, look_id)
);
create index pseudonym_look_table on pseudonym_look (org_id, table_id);
