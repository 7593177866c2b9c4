/** Row types of opening under control (src/store/migrations/0008-opening.sql). */
import type { ColumnType, JSONColumnType } from 'kysely';
import type { AccessTerms, LevelTerms } from '../model/access-terms.ts';
import type { TraceOptions, TraceProgress } from '../model/tracing.ts';
import type { Bytea, Json, NullableBytea, NullableTime, OptionalBytea, OptionalTime, Time } from './schema-columns.ts';

type OptionalText = ColumnType<string | null, string | null | undefined, string | null>;

export type ObjectGrantTable = {
  org_id: string;
  grant_id: string;
  transfer_id: string;
  object_id: string;
  recipient_id: string | null;
  holder: 'custodian' | 'viewer' | 'recipient' | 'records';
  permission: 'view' | 'download' | 'records';
  envelope: Bytea;
  wrapped_secret: NullableBytea;
  not_before: Time;
  expires_at: Time;
  opens_left: number;
  /** Openings in all from which `opens_left` was counted; null: those of the transfer. */
  opens_max: ColumnType<number | null, number | null | undefined, number | null>;
  decision_id: string;
  created_at: Time;
  revoked_at: NullableTime;
};

export type OpeningTable = {
  org_id: string;
  opening_id: string;
  grant_id: string;
  transfer_id: string;
  recipient_id: string;
  event_id: string;
  claimed_at: Time;
  released_at: NullableTime;
  until: Time;
  kind: ColumnType<'text' | 'download' | 'view', 'text' | 'download' | 'view' | undefined, never>;
  device_id: OptionalText;
  place: OptionalText;
  view_sealed: OptionalBytea;
  view_index: OptionalBytea;
  mark_key_id: OptionalText;
  renderer: OptionalText;
  pages: ColumnType<number | null, number | null | undefined, number | null>;
  finished_at: OptionalTime;
  copy_bytes: ColumnType<number | null, number | null | undefined, number | null>;
  copy_sha256_sealed: OptionalBytea;
  returned_at: OptionalTime;
};

export type RecipientCodeTable = {
  org_id: string;
  code_id: string;
  transfer_id: string;
  recipient_id: string;
  code_hash: Bytea;
  tries_left: number;
  created_at: Time;
  expires_at: Time;
  used_at: NullableTime;
  route: ColumnType<string, string | undefined, string>;
};

export type RecipientSessionTable = {
  org_id: string;
  session_hash: Bytea;
  transfer_id: string;
  recipient_id: string;
  csrf_hash: Bytea;
  created_at: Time;
  last_at: Time;
  expires_at: Time;
  factors: JSONColumnType<string[], string | undefined>;
  device_id: OptionalText;
  routes: JSONColumnType<string[], string | undefined>;
  via: ColumnType<'proof' | 'pairing' | 'shared', 'proof' | 'pairing' | 'shared' | undefined, never>;
  place: OptionalText;
};
export type AccessTermTable = {
  org_id: string;
  transfer_id: string;
  object_id: string;
  recipient_id: string;
  terms: Json<AccessTerms>;
  version: number;
  set_by: string;
  set_at: Time;
};
export type LevelTermsTable = {
  org_id: string;
  level: string;
  terms: Json<LevelTerms>;
  version: number;
  set_by: string;
  set_at: Time;
};
export type RecipientDeviceTable = {
  org_id: string;
  device_id: string;
  recipient_id: string;
  public_key: Bytea;
  first_at: Time;
  last_at: Time;
  removed_at: OptionalTime;
};
export type GrantDeviceTable = { org_id: string; grant_id: string; device_id: string; first_at: Time };
export type RecipientFactorTable = {
  org_id: string;
  factor_id: string;
  recipient_id: string;
  kind: 'totp' | 'passkey' | 'passphrase' | 'sign_in';
  provider: OptionalText;
  transfer_id: OptionalText;
  data_sealed: Bytea;
  lookup: OptionalBytea;
  counter: ColumnType<number, number | undefined, number>;
  created_at: Time;
  last_at: OptionalTime;
  removed_at: OptionalTime;
  removed_by: OptionalText;
  seen_at: OptionalTime;
};
export type SignInProviderTable = {
  org_id: string;
  provider_id: string;
  kind: 'oidc' | 'dingtalk' | 'wecom' | 'feishu';
  state: 'active' | 'paused' | 'removed';
  settings_sealed: Bytea;
  changed_by: string;
  created_at: Time;
  changed_at: Time;
};
export type FactorChallengeTable = {
  org_id: string;
  challenge_id: string;
  kind: string;
  transfer_id: string;
  recipient_id: OptionalText;
  data_sealed: Bytea;
  lookup: OptionalBytea;
  tries_left: number;
  created_at: Time;
  expires_at: Time;
  used_at: OptionalTime;
};
export type RecipientLockTable = {
  org_id: string;
  transfer_id: string;
  recipient_id: string;
  wrong_tries: number;
  locked_at: OptionalTime;
  unlocked_at: OptionalTime;
  unlocked_by: OptionalText;
};
export type ServedPageTable = {
  org_id: string;
  event_id: string;
  digest: Bytea;
  since: Time;
};

export type MarkKeyTable = {
  org_id: string;
  mark_key_id: string;
  starts_at: Time;
  ends_at: Time;
  wrapped: NullableBytea;
  sealed: Bytea;
  created_at: Time;
};
export type PageViewTable = {
  org_id: string;
  opening_id: string;
  page: number;
  shown_at: Time;
  times: number;
  text_at: OptionalTime;
};
export type DeliveryReceiptTable = {
  org_id: string;
  receipt_id: string;
  transfer_id: string;
  opening_id: string;
  recipient_id: string;
  device_id: string;
  statement_sealed: Bytea;
  signature: Bytea;
  event_id: string;
  signed_at: Time;
};
export type LinkPreviewTable = {
  org_id: string;
  handle_hash: Bytea;
  robot: string;
  first_at: Time;
  times: number;
};
export type DeliveryWishTable = {
  org_id: string;
  staff_id: string;
  connection: string | null;
  events: Json<string[]>;
  by_day: boolean;
  set_at: Time;
  seen_at: OptionalTime;
};
export type AccessRequestTable = {
  org_id: string;
  request_id: string;
  transfer_id: string;
  object_id: string | null;
  recipient_id: string | null;
  proved: boolean;
  kind: 'access' | 'more_time' | 'more_opens' | 'download' | 'abuse' | 'declined';
  open_key: OptionalText;
  place: string;
  incident_id: OptionalText;
  reason_sealed: Bytea;
  state: 'open' | 'granted' | 'declined' | 'noted' | 'withdrawn';
  answered_by: OptionalText;
  answer_sealed: OptionalBytea;
  answered_at: OptionalTime;
  created_at: Time;
};
export type TraceCaseTable = {
  org_id: string;
  case_id: string;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'closed';
  reason_sealed: Bytea;
  upload_id: string | null;
  share_sealed: NullableBytea;
  options: Json<TraceOptions>;
  opened_by: string;
  opened_at: Time;
  approved_by: OptionalText;
  approved_at: NullableTime;
  progress: Json<TraceProgress>;
  result_sealed: OptionalBytea;
  expires_at: Time;
};

export type SubjectTagTable = {
  org_id: string;
  kind: 'staff' | 'recipient';
  subject_id: string;
  key_sealed: Bytea;
  next_no: number;
};
export type AccessReasonTable = { org_id: string; event_id: string; reason_sealed: Bytea };

export type LockedArchiveTable = { org_id: string; opening_id: string; password_sealed: Bytea; made_at: Time };

export type OpeningSchema = {
  locked_archive: LockedArchiveTable;
  object_grant: ObjectGrantTable;
  opening: OpeningTable;
  recipient_code: RecipientCodeTable;
  recipient_session: RecipientSessionTable;
  access_term: AccessTermTable;
  level_terms: LevelTermsTable;
  recipient_device: RecipientDeviceTable;
  grant_device: GrantDeviceTable;
  recipient_factor: RecipientFactorTable;
  factor_challenge: FactorChallengeTable;
  sign_in_provider: SignInProviderTable;
  recipient_lock: RecipientLockTable;
  mark_key: MarkKeyTable;
  served_page: ServedPageTable;
  page_view: PageViewTable;
  delivery_receipt: DeliveryReceiptTable;
  link_preview: LinkPreviewTable;
  delivery_wish: DeliveryWishTable;
  access_request: AccessRequestTable;
  trace_case: TraceCaseTable;
  subject_tag: SubjectTagTable;
  access_reason: AccessReasonTable;
};
