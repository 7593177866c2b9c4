/** Row types of levels, exceptions, sweeps and pseudonymised lists (src/store/migrations/0009-levels.sql, 0010-history.sql). */
import type { Classification } from '../model/classification.ts';
import type { ColumnType } from 'kysely';
import type { PseudonymSummary } from '../model/pseudonyms.ts';
import type { SweepFound, SweepKind, SweepProgress, SweepRemedy, SweepState } from '../model/sweep.ts';
import type { Big, Bytea, Json, NullableTime, OptionalBytea, OptionalTime, Time } from './schema-columns.ts';

type OptionalText = ColumnType<string | null, string | null | undefined, string | null>;

export type LevelPolicyTable = {
  org_id: string;
  version: number;
  policy: Json<object>;
  reason: string;
  set_by: string;
  set_at: Time;
};

export type FindingExceptionTable = {
  org_id: string;
  exception_id: string;
  type: string;
  value_hash: Bytea;
  needs_second: boolean;
  transfer_id: string | null;
  suggested_by: string;
  suggested_at: Time;
  suggestion: string;
  set_by: OptionalText;
  set_at: OptionalTime;
  reason: OptionalText;
  expires_at: OptionalTime;
  second_by: OptionalText;
  second_at: OptionalTime;
  second_reason: OptionalText;
  ended_by: OptionalText;
  ended_at: OptionalTime;
  applied: ColumnType<number, number | undefined, number>;
  applied_at: OptionalTime;
};

export type SweepTable = {
  org_id: string;
  sweep_id: string;
  kind: SweepKind;
  source_sealed: Bytea;
  upload_id: string | null;
  state: SweepState;
  progress: Json<SweepProgress>;
  report_sealed: OptionalBytea;
  started_by: string;
  started_at: Time;
  finished_at: OptionalTime;
};

export type SweepItemTable = {
  org_id: string;
  sweep_id: string;
  path_key: Bytea;
  path_sealed: Bytea;
  size: Big;
  modified_at: NullableTime;
  sha256_key: Bytea;
  level: Classification['level'];
  classification: Json<SweepFound>;
  problem: string | null;
  scanned_at: Time;
  remedy: SweepRemedy | null;
  remedied_at: OptionalTime;
  remedied_by: string | null;
  upload_id: string | null;
};

export type PseudonymTableTable = {
  org_id: string;
  table_id: string;
  upload_id: string;
  transfer_id: string | null;
  name_sealed: Bytea;
  table_sealed: Bytea | null;
  summary: Json<PseudonymSummary>;
  justification_sealed: Bytea;
  made_by: string;
  made_at: Time;
  erased_at: OptionalTime;
  erased_by: string | null;
};

export type PseudonymLookTable = {
  org_id: string;
  look_id: string;
  table_id: string;
  kind: 'value' | 'table';
  reason_sealed: Bytea;
  looked_by: string;
  looked_at: Time;
};

export type ClassificationSchema = {
  level_policy: LevelPolicyTable;
  finding_exception: FindingExceptionTable;
  sweep: SweepTable;
  sweep_item: SweepItemTable;
  pseudonym_table: PseudonymTableTable;
  pseudonym_look: PseudonymLookTable;
};
