/** Row types of the border (src/store/migrations/0007-border.sql): connections, audiences, doors, what comes in, incidents, posture. */
import type { ColumnType } from 'kysely';
import type { ClassificationSummary } from '../model/classification.ts';
import type { DoorSettings } from '../model/door.ts';
import type { Level } from '../model/level.ts';
import type {
  Big,
  Bytea,
  Json,
  NullableBytea,
  NullableTime,
  OptionalBytea,
  OptionalTime,
  Time,
} from './schema-columns.ts';

type OptionalText = ColumnType<string | null, string | null | undefined, string | null>;
type OptionalBig = ColumnType<number | null, number | null | undefined, number | null>;

export type ConnectionTable = {
  org_id: string;
  connection_id: string;
  kind: string;
  name_sealed: Bytea;
  settings_sealed: Bytea;
  state: 'active' | 'paused' | 'removed';
  fallbacks: Json<string[]>;
  created_by: string;
  created_at: Time;
  changed_at: Time;
};
export type ConnectionHealthTable = {
  org_id: string;
  connection_id: string;
  failures: number;
  last_ok_at: OptionalTime;
  last_error: OptionalText;
  last_error_at: OptionalTime;
  broken_since: OptionalTime;
  probe_until: OptionalTime;
  quota_left: OptionalBig;
  quota_at: OptionalTime;
};
export type AudienceTable = {
  org_id: string;
  audience_id: string;
  name_sealed: Bytea;
  created_by: string;
  created_at: Time;
};
export type AudienceMemberTable = { org_id: string; audience_id: string; recipient_id: string; added_at: Time };
export type RecipientIdentityTable = {
  org_id: string;
  vendor: string;
  recipient_id: string;
  provider_id_sealed: Bytea;
  provider_id_index: Bytea;
};
export type DoorTable = {
  org_id: string;
  door_id: string;
  kind: 'robot' | 'app';
  name_sealed: Bytea;
  token_hash: Bytea;
  previous_hash: OptionalBytea;
  previous_until: OptionalTime;
  app_key: OptionalText;
  secret_sealed: OptionalBytea;
  previous_secret_sealed: OptionalBytea;
  settings: Json<DoorSettings>;
  state: 'active' | 'paused' | 'removed';
  owner_id: string;
  created_at: Time;
  changed_at: Time;
  last_call_at: OptionalTime;
};
export type DoorTokenTable = { org_id: string; token_hash: Bytea; door_id: string; expires_at: Time };
export type DoorCallTable = {
  org_id: string;
  door_id: string;
  call_key: Bytea;
  transfer_id: string;
  task_id: Big;
  query_key: string;
  at: Time;
};
export type DoorMediaTable = {
  org_id: string;
  media_hash: Bytea;
  door_id: string;
  upload_id: string;
  created_at: Time;
  expires_at: Time;
};
export type DoorRefusalTable = {
  org_id: string;
  refusal_key: Bytea;
  endpoint: string;
  reason: string;
  door_id: string | null;
  caller_sealed: Bytea;
  agent: string;
  first_at: Time;
  last_at: Time;
  count: Big;
};
export type AudienceNoticeTable = {
  org_id: string;
  notice_id: string;
  reference: string;
  handle: string;
  audience_id: string;
  door_id: string | null;
  connection: string;
  items: number;
  created_at: Time;
  expires_at: Time;
};
export type NoticeItemTable = {
  org_id: string;
  item_id: string;
  transfer_id: string;
  audience_id: string;
  door_id: string | null;
  connection: string;
  mentions: Json<{ recipients: string[]; all: boolean }>;
  queued_at: Time;
  due_at: Time;
  expires_at: Time;
  notice_id: OptionalText;
};
export type EgressDigestTable = {
  org_id: string;
  from_at: Time;
  to_at: Time;
  event_id: string;
  records: Big;
  root: Bytea;
};
export type ThreadTable = {
  org_id: string;
  thread_id: string;
  connection: string;
  thread_index: Bytea;
  provider_id_sealed: Bytea;
  title_sealed: Bytea;
  kind: 'group' | 'person';
  messages: Big;
  created_at: Time;
  last_at: Time;
};
export type InboundMessageTable = {
  org_id: string;
  message_id: string;
  thread_id: string;
  connection: string;
  vendor_index: Bytea;
  sender_sealed: Bytea;
  sender_index: Bytea;
  kind: string;
  text_sealed: Bytea;
  sent_at: Time;
  received_at: Time;
  level: Level;
  classification: Json<ClassificationSummary>;
  incident_id: OptionalText;
};
export type InboundFileTable = {
  org_id: string;
  file_id: string;
  message_id: string;
  name_sealed: Bytea;
  media_sealed: Bytea;
  fetch_sealed: NullableBytea;
  upload_id: OptionalText;
  object_id: OptionalText;
  size: OptionalBig;
  state: 'waiting' | 'kept' | 'failed';
  problem: OptionalText;
  attempt: number;
  next_at: Time;
};
export type InboundTermTable = { org_id: string; term: Bytea; message_id: string };
export type IncidentTable = {
  org_id: string;
  incident_id: string;
  kind: 'posted_in_channel' | 'stopped_at_egress' | 'reported_abuse';
  at: Time;
  connection: string;
  thread_id: OptionalText;
  message_id: OptionalText;
  outbox_id: OptionalText;
  transfer_id: OptionalText;
  level: Level;
  found: Json<Record<string, number>>;
  state: 'open' | 'closed';
  answered_at: OptionalTime;
  closed_by: OptionalText;
  closed_at: OptionalTime;
  note_sealed: OptionalBytea;
};
export type InboundRequestTable = {
  org_id: string;
  request_id: string;
  kind: 'access' | 'files';
  thread_id: string;
  message_id: string;
  transfer_id: string | null;
  recipient_id: string | null;
  at: Time;
  state: 'open' | 'done' | 'declined';
  closed_by: OptionalText;
  closed_at: OptionalTime;
};
export type PostureRunTable = {
  org_id: string;
  run_id: string;
  connection: string | null;
  started_by: string | null;
  started_at: Time;
  ended_at: NullableTime;
};
export type PostureFindingTable = {
  org_id: string;
  run_id: string;
  check_id: string;
  result: 'good' | 'bad' | 'asked' | 'unknown';
  detail: Json<Record<string, string | number | boolean>>;
};
export type PostureAnswerTable = {
  org_id: string;
  check_id: string;
  answer: 'good' | 'bad' | 'not_applicable';
  note_sealed: OptionalBytea;
  answered_by: string;
  answered_at: Time;
  valid_until: Time;
};

export type BorderSchema = {
  connection: ConnectionTable;
  connection_health: ConnectionHealthTable;
  audience: AudienceTable;
  audience_member: AudienceMemberTable;
  recipient_identity: RecipientIdentityTable;
  door: DoorTable;
  door_token: DoorTokenTable;
  door_call: DoorCallTable;
  door_media: DoorMediaTable;
  door_refusal: DoorRefusalTable;
  audience_notice: AudienceNoticeTable;
  notice_item: NoticeItemTable;
  egress_digest: EgressDigestTable;
  thread: ThreadTable;
  inbound_message: InboundMessageTable;
  inbound_file: InboundFileTable;
  inbound_term: InboundTermTable;
  incident: IncidentTable;
  inbound_request: InboundRequestTable;
  posture_run: PostureRunTable;
  posture_finding: PostureFindingTable;
  posture_answer: PostureAnswerTable;
};
