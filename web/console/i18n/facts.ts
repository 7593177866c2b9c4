/** Names of the facts that rules ask for, in the reader's words. */
import type facts from '../../../locales/en/console.d/facts.json';
import type { Translation } from './translate.tsx';

type NameIn<Id> = Id extends `fact.${infer Name}` ? Name : never;
type FactId = NameIn<keyof typeof facts>;

/** Facts that have a name of their own in the catalogue; the compiler compares the list with it. */
const NAMED: Readonly<Record<FactId, true>> = {
  event: true,
  at: true,
  origin: true,
  origin_city: true,
  dest: true,
  dest_city: true,
  subject_loc: true,
  role: true,
  recipient: true,
  'recipient.type': true,
  'recipient.certified': true,
  cats: true,
  n: true,
  'ytd.cn.pi': true,
  'ytd.cn.spi': true,
  'held.pi': true,
  'held.face': true,
  minor14: true,
  basis: true,
  necessary: true,
  purpose: true,
  'purpose.same_as_collection': true,
  contract: true,
  filing: true,
  pia: true,
  org: true,
  'org.ciio': true,
  'org.mo_ci_operator': true,
  'org.hk_ci_operator': true,
  'org.prc_presence': true,
  'org.size': true,
  important_data: true,
  state_secret: true,
  level: true,
  unreadable: true,
  approvals: true,
  informed: true,
  volume_split: true,
  data_combined: true,
  ftz_unlisted: true,
  onward_agreed: true,
  text_unchanged: true,
  sealed: true,
  'sealed.custody': true,
  'sealed.view_only': true,
  work: true,
  'work.outside_hours': true,
  'work.force_majeure': true,
  'work.emergency': true,
  'work.approver': true,
  'work.escalation': true,
  'work.agreement': true,
  monitoring: true,
  'monitoring.assessment': true,
  'monitoring.policy': true,
  'monitoring.covert': true,
  'monitoring.suspicion': true,
  'monitoring.informed': true,
  'monitoring.performance': true,
  'monitoring.alternative': true,
  other: true,
};

function isNamed(name: string): name is FactId {
  return Object.hasOwn(NAMED, name);
}

/** The fact in words; a name from outside the list stays as it is, so that nothing is hidden. */
export function factName({ t }: Translation, name: string): string {
  return isNamed(name) ? t(`fact.${name}`) : name;
}
