/** The checks as data: how much hangs on each, what it rests on, where the facts come from and how sure they are. */
import { ASKED_CHECKS, type CheckId, OWN_CHECKS, READ_CHECKS } from '../../model/posture.ts';

export type Check = {
  readonly group: 'content' | 'people' | 'apps' | 'access' | 'own';
  /** First to be fixed when bad. */
  readonly weight: 1 | 2 | 3;
  /** Articles and lessons, in their own short names. */
  readonly grounds: readonly string[];
  /** Null for what is read here. */
  readonly source: {
    readonly url: string;
    readonly checked: string;
    /** `documented`: the vendor's page says so; `reported`: others do; `assumed`: names of menus from experience, they differ by edition. */
    readonly confidence: 'documented' | 'reported' | 'assumed';
  } | null;
};

const CHECKED = '2026-11-26';
const open = (path: string): Check['source'] => ({
  url: `https://open.dingtalk.com/document/${path}`,
  checked: CHECKED,
  confidence: 'documented',
});
const assumed = (url = 'https://oa.dingtalk.com/'): Check['source'] => ({
  url,
  checked: CHECKED,
  confidence: 'assumed',
});
const WATERMARK: Check['source'] = {
  url: 'https://diehen.com/447867.html',
  checked: CHECKED,
  confidence: 'reported',
};
const DOC_SHARING: Check['source'] = {
  url: 'https://www.wuquedata.com/usermanual_709/2844.html',
  checked: CHECKED,
  confidence: 'reported',
};

const TRANSFER = ['PDPA (MO) art. 19', 'PDPO (HK) DPP 3', 'PIPL (CN) art. 38'];
const SECURITY = ['PDPA (MO) art. 15', 'PDPO (HK) DPP 4', 'PIPL (CN) art. 51', 'GDPR art. 32'];
const MINIMAL = ['PDPA (MO) art. 5', 'PDPO (HK) DPP 1', 'PIPL (CN) art. 6', 'GDPR art. 5(1)(c)'];
const STORAGE = ['PDPA (MO) art. 5', 'PDPO (HK) DPP 2', 'PIPL (CN) art. 19', 'GDPR art. 5(1)(e)'];

export const CHECKS: Readonly<Record<CheckId, Check>> = {
  admins: { group: 'access', weight: 1, grounds: SECURITY, source: open('orgapp/query-the-administrator-list') },
  members_inactive: {
    group: 'people',
    weight: 2,
    grounds: SECURITY,
    source: open('orgapp/obtain-the-number-of-employees-v2'),
  },
  app_scopes: {
    group: 'apps',
    weight: 1,
    grounds: MINIMAL,
    source: open('orgapp/obtain-corpsecret-authorization-scope'),
  },
  apps: { group: 'apps', weight: 2, grounds: MINIMAL, source: open('orgapp/obtains-a-list-of-applications') },
  audit_log: { group: 'access', weight: 3, grounds: SECURITY, source: open('orgapp/obtain-file-operation-records') },
  file_sync: { group: 'content', weight: 1, grounds: TRANSFER, source: assumed() },
  external_groups: { group: 'content', weight: 1, grounds: SECURITY, source: assumed() },
  file_sharing: { group: 'content', weight: 1, grounds: SECURITY, source: DOC_SHARING },
  robot_signing: {
    group: 'apps',
    weight: 1,
    grounds: SECURITY,
    source: open('robots/customize-robot-security-settings'),
  },
  robot_adding: { group: 'apps', weight: 2, grounds: SECURITY, source: assumed() },
  outgoing_robots: { group: 'apps', weight: 1, grounds: TRANSFER, source: open('robots/use-group-robots') },
  location_data: { group: 'apps', weight: 1, grounds: [...MINIMAL, 'PIPL (CN) art. 28'], source: assumed() },
  two_step: { group: 'access', weight: 1, grounds: SECURITY, source: assumed() },
  devices: { group: 'access', weight: 2, grounds: SECURITY, source: assumed() },
  data_export: { group: 'access', weight: 1, grounds: [...SECURITY, 'PIPL (CN) art. 38'], source: assumed() },
  retention: { group: 'content', weight: 2, grounds: STORAGE, source: assumed() },
  watermark: { group: 'content', weight: 3, grounds: SECURITY, source: WATERMARK },
  screenshots: { group: 'content', weight: 3, grounds: SECURITY, source: assumed() },
  directory: { group: 'people', weight: 2, grounds: MINIMAL, source: assumed() },
  region: {
    group: 'content',
    weight: 1,
    grounds: [...TRANSFER, 'GDPR art. 44'],
    source: assumed('https://www.dingtalk.com/'),
  },
  link_preview: { group: 'content', weight: 3, grounds: MINIMAL, source: open('orgapp/register-link-card') },
  third_party_apps: { group: 'apps', weight: 2, grounds: [...TRANSFER, 'PIPL (CN) art. 23'], source: assumed() },
  idle_admins: { group: 'access', weight: 2, grounds: SECURITY, source: assumed() },
  departed: { group: 'people', weight: 1, grounds: SECURITY, source: assumed() },
  own_sandbox: { group: 'own', weight: 3, grounds: [], source: null },
  own_unsigned_doors: { group: 'own', weight: 1, grounds: SECURITY, source: null },
  own_mainland_record: { group: 'own', weight: 1, grounds: ['PDPA (MO) art. 20', 'PIPL (CN) art. 38'], source: null },
  own_record_closed: { group: 'own', weight: 2, grounds: ['GDPR art. 5(2)', 'PIPL (CN) art. 54'], source: null },
  own_gateway_tls: { group: 'own', weight: 3, grounds: SECURITY, source: null },
  own_old_secrets: { group: 'own', weight: 2, grounds: SECURITY, source: null },
  own_incidents: { group: 'own', weight: 1, grounds: ['PIPL (CN) art. 57', 'GDPR art. 33'], source: null },
};

/** How a check comes to its result. */
export function wayOf(id: CheckId): 'read' | 'asked' | 'own' {
  if (READ_CHECKS.some((one) => one === id)) return 'read';
  return OWN_CHECKS.some((one) => one === id) ? 'own' : 'asked';
}

/** Those that only a person can answer. */
export const PERSONAL: readonly CheckId[] = ASKED_CHECKS;
