/**
 * How a DingTalk organisation is set up, as far as an application may ask: counts and switches, never anybody's data. What an answer holds
 * beyond that is dropped while it is read. Paths: open.dingtalk.com, contacts (listadmin, count), applications (microapp/list), permission
 * scope (auth/scopes), exclusive edition (fileAuditLogs).
 */
import { z } from 'zod';
import type { Secret } from '../../base/secret.ts';
import { DAY } from '../../base/units.ts';
import { askVendor, type Control } from '../exchange.ts';
import type { HttpEgressAnswer, VendorCall, VendorSetting } from '../port.ts';
import { spokenIn } from './answers.ts';
import { type DingtalkAppConfig, identifiersOf } from './app-config.ts';
import { withToken } from './app-token.ts';
import { baseOf } from './message.ts';

type Values = Extract<VendorSetting['answer'], { kind: 'read' }>['values'];
type Question = {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
};

/** Asks one after the other: the vendor counts calls by the second. */
export async function readAppSettings(call: VendorCall<DingtalkAppConfig>): Promise<readonly VendorSetting[]> {
  const end = call.now.getTime();
  const audit = { startDate: String(end - DAY), endDate: String(end), pageSize: '1' };
  const count = (onlyActive: boolean): Question => ({
    path: '/topapi/user/count',
    method: 'POST',
    body: { only_active: onlyActive },
  });
  const all = await ask(call, count(false), countSchema);
  const active = await ask(call, count(true), countSchema);
  return [
    setting(
      'admins',
      'qyapi_get_member',
      await ask(call, { path: '/topapi/user/listadmin', method: 'POST', body: {} }, adminsSchema),
    ),
    setting('members', 'qyapi_get_member', both(all, active)),
    setting(
      'scopes',
      'qyapi_get_department_list',
      await ask(call, { path: '/auth/scopes', method: 'GET' }, scopesSchema),
    ),
    setting(
      'apps',
      'qyapi_microapp_manage',
      await ask(call, { path: '/microapp/list', method: 'POST', body: {} }, appsSchema),
    ),
    setting(
      'audit_log',
      'Exclusive.FileAuditLog.Read',
      await ask(call, { path: '/v1.0/exclusive/fileAuditLogs', method: 'GET', query: audit }, auditSchema),
    ),
  ];
}

type Heard =
  | { readonly kind: 'read'; readonly values: Values }
  | { readonly kind: 'not_permitted' }
  | { readonly kind: 'failed'; readonly why: string };

const countSchema = z
  .object({ result: z.object({ count: z.number().int().nonnegative() }) })
  .transform(({ result }) => ({ members: result.count }));

/** 1: main administrator; 2: administrator of parts. */
const adminsSchema = z
  .object({ result: z.array(z.object({ sys_level: z.number().int() })).max(10_000) })
  .transform(({ result }) => ({
    main: result.filter(({ sys_level }) => sys_level === 1).length,
    others: result.filter(({ sys_level }) => sys_level !== 1).length,
  }));

const ROOT_DEPARTMENT = 1;
const CONTACT_FIELDS = new Set(['mobile', 'email', 'orgEmail', 'telephone']);

const scopesSchema = z
  .object({
    auth_user_field: z.array(z.string()).max(200).default([]),
    auth_org_scopes: z.object({
      authed_dept: z.array(z.number().int()).max(100_000).default([]),
      authed_user: z.array(z.unknown()).max(100_000).default([]),
    }),
  })
  .transform(({ auth_user_field: fields, auth_org_scopes: { authed_dept: departments, authed_user: users } }) => ({
    wholeOrganisation: departments.includes(ROOT_DEPARTMENT),
    departments: departments.length,
    persons: users.length,
    contactFields: fields.filter((field) => CONTACT_FIELDS.has(field)).length,
  }));

const appsSchema = z
  .object({
    appList: z.array(z.object({ appStatus: z.number().int().optional(), isSelf: z.boolean().optional() })).max(10_000),
  })
  .transform(({ appList }) => ({
    apps: appList.length,
    // 1: in use.
    inUse: appList.filter(({ appStatus }) => appStatus === 1).length,
    notOwn: appList.filter(({ isSelf }) => isSelf === false).length,
  }));

/** That there is an answer says that the log is kept; its entries are nobody's business here. */
const auditSchema = z.object({ list: z.array(z.unknown()).optional() }).transform(() => ({ kept: true }));

function setting(name: string, grant: string, heard: Heard): VendorSetting {
  return { name, answer: heard.kind === 'not_permitted' ? { kind: 'not_permitted', grant } : heard };
}

function both(all: Heard, active: Heard): Heard {
  if (all.kind !== 'read') return all;
  if (active.kind !== 'read') return active;
  return { kind: 'read', values: { members: Number(all.values['members']), active: Number(active.values['members']) } };
}

async function ask<T extends Values>(
  call: VendorCall<DingtalkAppConfig>,
  question: Question,
  schema: z.ZodType<T>,
): Promise<Heard> {
  const { config } = call;
  const isNewer = question.path.startsWith('/v1.0/');
  const query = question.query ?? {};
  const control = (token: Secret<string>): Control => ({
    purpose: 'settings',
    method: question.method,
    url: `${baseOf(isNewer ? config.apiBaseUrl : config.baseUrl)}${question.path}`,
    query,
    // Times in milliseconds: figures of ours, not a telephone number.
    identifiers: [...identifiersOf(config), ...Object.values(query)],
    ...(question.body === undefined ? {} : { body: question.body }),
    ...(isNewer
      ? { secretHeaders: { 'x-acs-dingtalk-access-token': token.reveal() } }
      : { secretQuery: { access_token: token.reveal() } }),
  });
  const made = await withToken(call, (token) => askVendor(call, 'dingtalk_app', control(token)));
  if (!made.ok) return { kind: 'failed', why: 'why' in made.outcome ? made.outcome.why : 'dingtalk.no_token' };
  return heardIn(made.answer, schema);
}

const refusalSchema = z.object({
  errcode: z.number().int().optional(),
  sub_code: z.string().max(200).optional(),
  code: z.string().max(200).optional(),
});

/** 88 with a sub-code, 60011 and 60121 of the older calls, 403 of the newer: what was asked was not granted to the application. */
const NOT_PERMITTED = new Set([88, 50_002, 50_004, 60_011]);

function heardIn<T extends Values>(answer: HttpEgressAnswer, schema: z.ZodType<T>): Heard {
  const spoken = spokenIn(answer);
  if (!spoken.spoke)
    return { kind: 'failed', why: 'why' in spoken.outcome ? spoken.outcome.why : 'dingtalk.not_dingtalk' };
  const refusal = refusalSchema.safeParse(spoken.value).data;
  const errcode = refusal?.errcode ?? 0;
  if (spoken.status === 403 || NOT_PERMITTED.has(errcode) || /permission|accessdenied/i.test(refusal?.code ?? ''))
    return { kind: 'not_permitted' };
  if (errcode !== 0) return { kind: 'failed', why: `dingtalk.errcode_${errcode}` };
  if (spoken.status >= 300) return { kind: 'failed', why: `dingtalk.status_${spoken.status}` };
  const read = schema.safeParse(spoken.value);
  return read.success ? { kind: 'read', values: read.data } : { kind: 'failed', why: 'dingtalk.unknown_answer' };
}
