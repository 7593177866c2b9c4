/** Packs of the mock: one law with a rule, a number and a version that waits, for looking at pages. */
import type { DecisionList, PackDetail, PackList, Replay, VersionDetail } from '../../src/model/api/packs.ts';
import { answerIdentity } from './identity.ts';

const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const at = '2026-11-20T02:30:00.000Z';
const digest = 'ab'.repeat(32);
const law = { pack: 'mo-pdpa', title: '澳門《個人資料保護法》（第8/2005號法律）', version: '2026.11.0', digest };
const head = { ...law, reviewed: false, kind: 'law' as const };

const list: PackList = { packs: [{ ...head, rules: 17, duties: 7 }] };

const waiting = {
  id: id(951),
  pack: law.pack,
  version: '2027.01.0',
  digest: 'cd'.repeat(32),
  origin: 'brought' as const,
  state: 'shadow' as const,
  inUse: false,
  broughtBy: '黃美儀',
  createdAt: at,
  changedAt: at,
};

const detail: PackDetail = {
  ...head,
  origin: 'shipped',
  shipped: null,
  before: null,
  rules: [
    {
      id: 'mo.xfer.default',
      does: 'objects',
      title: '個人資料轉移到澳門以外',
      why: '接收地的法律未被認定為提供適當保護。',
      lift: '記錄依據，並向個人資料保護局申報或取得許可。',
      cite: 'Law 8/2005 art. 19(1)',
      statute: '第8/2005號法律第十九條第一款',
      url: null,
      checked: '2026-11-22',
      note: null,
      confidence: 'H',
      statutory: true,
      effect: 'forbid',
      remedies: ['basis:consent.unambiguous'],
      obligations: [],
      from: '2006-02-19',
      to: null,
      cedar: '@id("mo.xfer.default")\nforbid (principal, action, resource);',
    },
  ],
  numbers: [
    {
      param: 'mo.notice.days',
      pack: law.pack,
      title: null,
      value: 8,
      default: 8,
      own: null,
      statutory: true,
      stricter: 'lower',
      source: 'Law 8/2005 art. 21(1)',
      setBy: null,
      setAt: null,
    },
  ],
  reviews: [],
  versions: [waiting],
  mayManage: true,
};

const version: VersionDetail = {
  version: waiting,
  changes: {
    weakened: [
      {
        kind: 'rule_removed',
        id: 'mo.xfer.default',
        statutory: true,
        cite: 'Law 8/2005 art. 19(1)',
        before: null,
        after: null,
      },
    ],
    added: [],
    changed: [],
    members: ['pack.json version'],
  },
  files: [{ path: 'pack.json', before: '{\n  "version": "2026.11.0"\n}', after: '{\n  "version": "2027.01.0"\n}' }],
  runs: [],
  maySwitchOn: false,
};

const decisions: DecisionList = {
  decisions: [
    {
      id: id(961),
      event: 'send',
      at,
      recipientId: id(101),
      outcome: 'held',
      effect: 'forbid',
      objections: ['mo.xfer.default'],
      packs: [{ pack: law.pack, version: law.version, digest, reviewed: false }],
    },
  ],
};

const replay: Replay = {
  outcome: 'identical',
  at,
  stored: digest,
  again: digest,
  members: [],
  packs: [{ pack: law.pack, version: law.version, digest }],
  today: { outcome: 'held', effect: 'forbid' },
};

/** Answers for `/api/v1/packs/…`; acts do nothing. */
export function answerPacks(method: string, [name, ...rest]: readonly string[]): object {
  if (method === 'POST') return { id: waiting.id };
  if (name === undefined) return list;
  if (name === 'params') return { numbers: detail.numbers };
  return name === 'versions' && rest.length > 0 ? version : detail;
}

/** Answers for `/api/v1/transfers/{id}/decisions…`; any other act answers with nothing. */
export function answerDecisions(act: string, rest: readonly string[]): unknown {
  if (act !== 'decisions') return answerIdentity(act) ?? {};
  return rest.length > 0 ? replay : decisions;
}
