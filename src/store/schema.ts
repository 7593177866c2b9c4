/** Row types of src/store/migrations, by hand beside the SQL; test/contract/schema.test.ts compares them with the database. */
import type { ColumnType, JSONColumnType } from 'kysely';
import type { Level } from '../model/level.ts';
import type { Facts } from '../model/facts.ts';
import type { ClassificationSummary } from '../model/classification.ts';
import type { ChannelDraft } from '../model/notice.ts';
import type { EntityProfile, RecordScope, StatedFacts } from '../model/legal-record.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import type { TransferState } from '../model/transfer-states.ts';
import type {
  Bytea,
  NullableBytea,
  Big,
  OptionalBytea,
  Time,
  OptionalTime,
  NullableTime,
  Json,
} from './schema-columns.ts';
import type { BorderSchema } from './schema-border.ts';
import type { ClassificationSchema } from './schema-classification.ts';
import type { OpeningSchema } from './schema-opening.ts';
import type {
  DelegationTable,
  TransferPersonTable,
  RegisterEntryTable,
  PersonCountTable,
  DutyTable,
  PackReviewTable,
  PolicyParamTable,
  PackCandidateTable,
  PolicySetTable,
  ShadowRunTable,
} from './schema-law.ts';

type OptionalText = ColumnType<string | null, string | null | undefined, string | null>;

export type OrganisationTable = {
  org_id: string;
  name: string;
  locale: string;
  records_recipient: string;
  created_at: Time;
};
export type LegalEntityTable = {
  org_id: string;
  entity_id: string;
  name: string;
  jurisdiction: string;
  city: string | null;
  created_at: Time;
  profile: ColumnType<EntityProfile, string | undefined, string>;
};
export type StaffTable = {
  org_id: string;
  staff_id: string;
  auth_user_id: string | null;
  name_sealed: Bytea;
  email_sealed: Bytea;
  email_index: Bytea;
  role: 'officer' | 'sender' | 'auditor';
  state: 'invited' | 'enrolling' | 'active' | 'disabled';
  created_at: Time;
};
export type EnrolmentTable = {
  org_id: string;
  token_hash: Bytea;
  purpose: 'setup' | 'staff';
  staff_id: string | null;
  expires_at: Time;
  used_at: NullableTime;
};
export type RecipientTable = {
  org_id: string;
  recipient_id: string;
  name_sealed: Bytea;
  organisation_sealed: Bytea;
  email_sealed: Bytea;
  email_index: Bytea;
  phone_sealed: NullableBytea;
  phone_index: OptionalBytea;
  jurisdiction: string;
  city: string | null;
  kind: string;
  locale: string;
  created_by: string;
  created_at: Time;
};
export type UploadTable = {
  org_id: string;
  upload_id: string;
  staff_id: string;
  oid: Bytea;
  floe_header: Bytea;
  name_sealed: Bytea;
  media_sealed: Bytea;
  size: Big;
  received: Big;
  tail_sealed: NullableBytea;
  custody_envelope: Bytea;
  custody_secret: NullableBytea;
  state: 'receiving' | 'inspecting' | 'ready' | 'failed' | 'used';
  object_id: string | null;
  classification: JSONColumnType<ClassificationSummary, string | null, string | null> | null;
  problem: string | null;
  created_at: Time;
  expires_at: Time;
  persons: OptionalBytea;
};
export type SealedObjectTable = {
  org_id: string;
  object_id: string;
  oid: Bytea;
  ciphertext_hash: Bytea;
  floe_header: Bytea;
  size: Big;
  sealed_size: Big;
  sha256_sealed: Bytea;
  custody_envelope: Bytea;
  custody_secret: NullableBytea;
  created_at: Time;
  shredded_at: NullableTime;
  body: OptionalBytea;
};
export type TransferTable = {
  org_id: string;
  transfer_id: string;
  reference: string;
  entity_id: string;
  sender_id: string;
  state: TransferState;
  level: Level;
  classification: Json<ClassificationSummary>;
  purpose: string;
  connection: string;
  notice_locale: string;
  expires_days: number;
  opens_max: number;
  content_hash: Bytea;
  decision_id: string | null;
  created_at: Time;
  granted_at: NullableTime;
  expires_at: NullableTime;
  ended_at: NullableTime;
  door_id: OptionalText;
  audience_id: OptionalText;
  arrived_bytes: ColumnType<number | null, number | null | undefined, number | null>;
};
export type TransferObjectTable = {
  org_id: string;
  transfer_id: string;
  object_id: string;
  kind: 'message' | 'file';
  position: number;
  name_sealed: Bytea;
  media_sealed: Bytea;
  size: Big;
};
export type TransferRecipientTable = { org_id: string; transfer_id: string; recipient_id: string; handle: string };
export type PolicyDecisionTable = {
  org_id: string;
  decision_id: string;
  transfer_id: string;
  recipient_id: string | null;
  event: string;
  outcome: 'allow' | 'held' | 'refused';
  facts: Json<Facts>;
  decision: Json<PolicyDecision>;
  at: Time;
};
export type LegalBasisTable = {
  org_id: string;
  basis_id: string;
  transfer_id: string | null;
  bases: Json<string[]>;
  filings: Json<string[]>;
  necessary: boolean;
  evidence_sealed: Bytea;
  recorded_by: string;
  recorded_at: Time;
  contracts: Json<string[]>;
  assessments: Json<string[]>;
  facts: Json<StatedFacts>;
  scope: JSONColumnType<RecordScope, string | null, string | null> | null;
  scope_hash: string | null;
  entity_id: string | null;
  effective_at: NullableTime;
  expires_at: NullableTime;
  reference_sealed: NullableBytea;
  withdrawn_at: NullableTime;
  withdrawn_by: string | null;
  duty_id: string | null;
};
export type RecordUseTable = { org_id: string; basis_id: string; transfer_id: string; at: Time };
export type ApprovalTable = {
  org_id: string;
  approval_id: string;
  transfer_id: string;
  content_hash: Bytea;
  approver_id: string;
  outcome: 'approved' | 'declined';
  reason_sealed: Bytea;
  at: Time;
  valid_until: OptionalTime;
  on_behalf_of: ColumnType<string | null, string | null | undefined, string | null>;
  principal_id: string;
  lapsed_at: OptionalTime;
};
export type RateCounterTable = { org_id: string; counter_key: Bytea; window_start: Time; count: number };
export type OutboxTable = {
  org_id: string;
  outbox_id: string;
  kind: ChannelDraft['kind'];
  transfer_id: string | null;
  recipient_id: string | null;
  staff_id: OptionalText;
  notice_id: OptionalText;
  door_id: OptionalText;
  target_sealed: OptionalBytea;
  about_id: OptionalText;
  moved_from: OptionalText;
  confirmed: OptionalText;
  confirmed_at: OptionalTime;
  recalled_at: OptionalTime;
  sent_sealed: OptionalBytea;
  dismissed_at: OptionalTime;
  connection: string;
  idem_key: string;
  draft_sealed: NullableBytea;
  state: 'pending' | 'sending' | 'sent' | 'dead';
  attempt: number;
  next_at: Time;
  lease_until: NullableTime;
  expires_at: Time;
  last_error: string | null;
  created_at: Time;
  sent_at: NullableTime;
  sent_bytes: ColumnType<number | null, number | null, number | null>;
  sent_hash: NullableBytea;
  provider_ref: string | null;
};
export type EgressTable = {
  org_id: string;
  egress_id: string;
  outbox_id: string | null;
  connection: string;
  at: Time;
  bytes: Big;
  hash: Bytea;
  personal: number;
  sandbox: boolean;
  kind: ColumnType<string, string | undefined, string>;
  door_id: OptionalText;
};
export type SandboxMessageTable = {
  org_id: string;
  message_id: string;
  idem_key: string;
  vendor: string;
  kind: ChannelDraft['kind'];
  head: Json<{ name: string; value: string }[]>;
  recipient: string;
  body: Bytea;
  at: Time;
};
export type RateBucketTable = { org_id: string; bucket: string; tokens: number; at: Time; paused_until: NullableTime };
export type LogTable = {
  org_id: string;
  log_id: number;
  origin: string;
  vkey: string;
  state: 'active' | 'frozen' | 'broken';
};
export type LogSeqCoordTable = { org_id: string; log_id: number; next: Big };
export type LogSeqTable = { org_id: string; log_id: number; first: Big; n: number; bundle: Bytea };
export type LogStateTable = {
  org_id: string;
  log_id: number;
  size: Big;
  root: Bytea;
  edge: Bytea;
  checkpoint: string;
  at: Time;
};
export type AuditOutboxTable = {
  org_id: string;
  id: string;
  log_id: number;
  entry: Bytea;
  event_id: string;
  created_at: Time;
};
export type AuditEventTable = {
  org_id: string;
  event_id: string;
  log_id: number;
  idx: ColumnType<number | null, number | null, number | null>;
  at: Time;
  kind: string;
  class: number;
  tag: Bytea;
  transfer_id: string | null;
  recipient_id: string | null;
  staff_id: string | null;
  about_kind: OptionalText;
  about_id: OptionalText;
  about_no: ColumnType<number | null, number | null | undefined, number | null>;
  fields_sealed: NullableBytea;
  field_hashes: Bytea;
};
export type AuditFieldKeyTable = { org_id: string; event_id: string; field: number; wrapped_key: Bytea };
export type LeaseTable = { org_id: string; name: string; holder: string; expires_at: Time };

export type Schema = BorderSchema &
  ClassificationSchema &
  OpeningSchema & {
    organisation: OrganisationTable;
    legal_entity: LegalEntityTable;
    staff: StaffTable;
    enrolment: EnrolmentTable;
    recipient: RecipientTable;
    upload: UploadTable;
    sealed_object: SealedObjectTable;
    transfer: TransferTable;
    transfer_object: TransferObjectTable;
    transfer_recipient: TransferRecipientTable;
    policy_decision: PolicyDecisionTable;
    legal_basis: LegalBasisTable;
    record_use: RecordUseTable;
    approval: ApprovalTable;
    delegation: DelegationTable;
    transfer_person: TransferPersonTable;
    register_entry: RegisterEntryTable;
    person_count: PersonCountTable;
    duty: DutyTable;
    pack_review: PackReviewTable;
    policy_param: PolicyParamTable;
    pack_candidate: PackCandidateTable;
    policy_set: PolicySetTable;
    shadow_run: ShadowRunTable;
    rate_counter: RateCounterTable;
    outbox: OutboxTable;
    egress: EgressTable;
    sandbox_message: SandboxMessageTable;
    rate_bucket: RateBucketTable;
    log: LogTable;
    log_seq_coord: LogSeqCoordTable;
    log_seq: LogSeqTable;
    log_state: LogStateTable;
    audit_outbox: AuditOutboxTable;
    audit_event: AuditEventTable;
    audit_field_key: AuditFieldKeyTable;
    lease: LeaseTable;
  };
