/** Levels of the mock: the shipped rules, saved over one another, and a trial over a few made-up transfers. */
import { exceptionListSchema, type LevelsView, setPolicySchema, type TrialPage } from '../../src/model/api/levels.ts';
import { changesBetween, SHIPPED_POLICY } from '../../src/model/level-policy.ts';

const law = {
  type: 'health',
  category: 'user.health_and_medical',
  note: '',
  confidence: 'H',
  to: null,
  now: true,
} as const;
const shipped = { version: 0, policy: SHIPPED_POLICY, setBy: null, setAt: null, reason: null };

let view: LevelsView = {
  current: shipped,
  shipped: SHIPPED_POLICY,
  floors: [],
  history: [shipped],
  legal: [
    { ...law, jurisdiction: 'MO', article: 'Law 8/2005 art. 7', from: '2006-02-19' },
    { ...law, jurisdiction: 'CN', article: 'PIPL art. 28', from: '2021-11-01' },
  ],
  withoutClass: ['HK'],
  mayEdit: true,
};

const trial: TrialPage = {
  total: 40,
  looked: 40,
  same: 36,
  cannotTell: 1,
  moves: [{ month: '2026-11', from: 'confidential', to: 'restricted', n: 3, examples: [] }],
  outcomes: [{ from: 'allow', to: 'held', n: 2, examples: [] }],
  obligations: 1,
  next: null,
};

/** Returns the answer, or undefined for paths of others. */
export function answerLevels(method: string, path: string, body: () => unknown): unknown {
  if (path === '/api/v1/levels/exceptions') return exceptionListSchema.parse({ exceptions: [] });
  if (path === '/api/v1/levels/trial') return trial;
  if (path !== '/api/v1/levels') return undefined;
  if (method === 'GET') return view;
  const { policy, reason } = setPolicySchema.parse(body());
  if (changesBetween(view.current.policy ?? SHIPPED_POLICY, policy).length === 0) return view;
  const current = {
    version: view.current.version + 1,
    policy,
    setBy: '黃美儀',
    setAt: new Date().toISOString(),
    reason,
  };
  view = { ...view, current, history: [current, ...view.history] };
  return view;
}
