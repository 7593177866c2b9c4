/** What DingTalk says about the organisation, judged. Where it says nothing, a person is asked. */
import type { VendorSetting } from '../../channels/port.ts';
import { READ_CHECKS, type ReadCheck } from '../../model/posture.ts';
import type { Finding } from './deps.ts';

type Values = Extract<VendorSetting['answer'], { kind: 'read' }>['values'];

/** One main administrator and a few others: enough for holidays, few enough to know each. */
const ADMINS_MOST = 6;
/** Accounts that never came, or no longer come, as a share of all. */
const INACTIVE_MOST = 0.05;

const SETTING: Readonly<Record<ReadCheck, string>> = {
  admins: 'admins',
  members_inactive: 'members',
  app_scopes: 'scopes',
  apps: 'apps',
  audit_log: 'audit_log',
};

const of = (values: Values, name: string): number => Number(values[name] ?? 0);

const JUDGED: Readonly<Record<ReadCheck, (values: Values) => Finding['result']>> = {
  // Nobody at all is no answer: the interface shows an application only whom it may see.
  admins: (values) => {
    const all = of(values, 'main') + of(values, 'others');
    return all === 0 ? 'asked' : all <= ADMINS_MOST ? 'good' : 'bad';
  },
  members_inactive: (values) => {
    const members = of(values, 'members');
    if (members === 0) return 'asked';
    return (members - of(values, 'active')) / members <= INACTIVE_MOST ? 'good' : 'bad';
  },
  app_scopes: (values) => (values['wholeOrganisation'] === true || of(values, 'contactFields') > 0 ? 'bad' : 'good'),
  // Which of them are needed only a person knows; the count says how much there is to look at.
  apps: () => 'asked',
  audit_log: (values) => (values['kept'] === true ? 'good' : 'asked'),
};

/** Findings of the checks that an interface may answer. `settings` undefined: there is no application to ask by. */
export function judgeVendor(settings: readonly VendorSetting[] | undefined): Finding[] {
  return READ_CHECKS.map((checkId) => {
    if (settings === undefined) return { checkId, result: 'asked', detail: { why: 'no_application' } };
    const answer = settings.find(({ name }) => name === SETTING[checkId])?.answer;
    if (answer === undefined) return { checkId, result: 'unknown', detail: { why: 'no_answer' } };
    if (answer.kind === 'not_permitted')
      return { checkId, result: 'asked', detail: { why: 'not_permitted', grant: answer.grant } };
    if (answer.kind === 'failed') return { checkId, result: 'unknown', detail: { why: answer.why } };
    return { checkId, result: JUDGED[checkId](answer.values), detail: { ...answer.values } };
  });
}
