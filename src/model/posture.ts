/** What is looked at in how the other side, and this installation, are set up. Words: `posture.check.<id>` in the catalogues. */

/** At DingTalk, where an interface may answer. */
export const READ_CHECKS = ['admins', 'members_inactive', 'app_scopes', 'apps', 'audit_log'] as const;
/** At DingTalk, where only a person can look. */
export const ASKED_CHECKS = [
  'file_sync',
  'external_groups',
  'file_sharing',
  'robot_signing',
  'robot_adding',
  'outgoing_robots',
  'location_data',
  'two_step',
  'devices',
  'data_export',
  'retention',
  'watermark',
  'screenshots',
  'directory',
  'region',
  'link_preview',
  'third_party_apps',
  'idle_admins',
  'departed',
] as const;
/** Here. */
export const OWN_CHECKS = [
  'own_sandbox',
  'own_unsigned_doors',
  'own_mainland_record',
  'own_record_closed',
  'own_gateway_tls',
  'own_old_secrets',
  'own_incidents',
] as const;

export const CHECK_IDS = [...READ_CHECKS, ...ASKED_CHECKS, ...OWN_CHECKS] as const;
export type CheckId = (typeof CHECK_IDS)[number];
export type ReadCheck = (typeof READ_CHECKS)[number];
export type OwnCheck = (typeof OWN_CHECKS)[number];

export function isCheckId(id: string): id is CheckId {
  return CHECK_IDS.some((one) => one === id);
}

/** `good` and `bad` were read; `asked`: a person has to look; `unknown`: it could not be read this time. */
export const RESULTS = ['good', 'bad', 'asked', 'unknown'] as const;
export type Result = (typeof RESULTS)[number];

export const ANSWER_VALUES = ['good', 'bad', 'not_applicable'] as const;
export type AnswerValue = (typeof ANSWER_VALUES)[number];

/** What is to be done: repaired, looked at by a person, nothing, or it does not concern this organisation. */
export const STANDINGS = ['fix', 'answer', 'good', 'not_applicable'] as const;
export type Standing = (typeof STANDINGS)[number];
