/** Decisions of the mock, in English whatever the page speaks: the real texts come from the server. */
import type { ExplainedDecision, ExplainedObjection } from '../../src/model/api/transfers.ts';

const packs = [{ pack: 'mo-pdpa', version: '1.0.0', digest: 'mock', reviewed: false }];
const at = '2026-11-23T06:00:00.000Z';

const article19: ExplainedObjection = {
  ruleId: 'mo.art19',
  pack: 'mo-pdpa',
  effect: 'allow_if',
  title: '轉移到澳門以外的地方，需要法律依據',
  why: '第 8/2005 號法律規定，個人資料只可轉移到具足夠保護的地方；中國內地未獲認定，因此需要第 20 條所列的其中一項依據。',
  lift: '記錄當事人的明確同意，或其他一項依據，並註明證據存放的位置。',
  cite: 'Law 8/2005 art. 19(1), 20(1)',
  url: 'https://bo.dsaj.gov.mo/bo/i/2005/34/lei08.asp',
  statute: '第8/2005號法律第十九條第一款',
  note: null,
  checked: '2026-11-22',
  confidence: 'H',
  kind: 'statutory',
  remedies: ['basis:consent.unambiguous', 'basis:contract_subject', 'filing:mo_art20_notice'],
  deadline: 'P8D',
};
const approval: ExplainedObjection = {
  ruleId: 'org.restricted',
  pack: 'org',
  effect: 'need_approval(internal)',
  title: '高度機密的內容須先批准',
  why: '本機構規定：高度機密的內容送出前，須由另一名合規主任審閱。',
  lift: '合規主任審閱並批准。',
  cite: 'Organisation policy 4.2',
  url: null,
  statute: null,
  note: null,
  checked: null,
  confidence: 'H',
  kind: 'org_policy',
  remedies: ['approval:officer'],
  deadline: null,
};
const noCover: ExplainedObjection = {
  ...article19,
  ruleId: 'cn.state_secret',
  effect: 'forbid',
  title: '公開發放個人敏感資料',
  why: '高度機密的個人資料不可向公眾發放。',
  lift: '',
  remedies: [],
  deadline: null,
};

export function decisionOf(outcome: ExplainedDecision['outcome'], needsApproval: boolean): ExplainedDecision {
  const objections =
    outcome === 'allow' ? [] : outcome === 'refused' ? [noCover] : needsApproval ? [article19, approval] : [article19];
  return {
    outcome,
    effect: objections[0]?.effect ?? null,
    at,
    objections,
    remedies: [...new Set(objections.flatMap(({ remedies }) => remedies))].sort(),
    obligations: [
      { kind: 'two_factors', value: null, ruleId: 'org.base', pack: 'org' },
      { kind: 'expiry_days', value: 14, ruleId: 'org.base', pack: 'org' },
    ],
    evidence: [],
    unknown: outcome === 'held' ? ['minor14'] : [],
    deadline: outcome === 'held' ? 'P8D' : null,
    packs,
  };
}
