/** Packs and facts for tests of policies: a small pack made by hand, and facts that everything may be laid over. */
import type { Facts } from '../../src/model/facts.ts';
import { LOCALES } from '../../src/model/locale.ts';
import { nodeCedar } from '../../src/policy/cedar-node.ts';
import { createEngine } from '../../src/policy/engine.ts';
import type { PolicyEngine } from '../../src/policy/engine.ts';
import { loadPack } from '../../src/policy/load-pack.ts';
import type { LoadedPack, PackFiles } from '../../src/policy/load-pack.ts';
import { readSchema, SHIPPED_PACKS } from '../../src/policy/packs-node.ts';

export const FACTS: Facts = {
  event: 'send',
  at: '2026-11-22T10:00:00+08:00',
  origin: 'MO',
  dest: 'CN',
  role: 'controller',
  recipient: { type: 'controller' },
  level: 'internal',
  cats: ['user.contact.email'],
  n: 3,
  minor14: false,
  unreadable: false,
  purpose: { use: 'contract_performance', same_as_collection: true },
  basis: [],
  necessary: false,
  contract: {},
  filing: {},
  pia: {},
  important_data: 'no',
  state_secret: 'no',
  approvals: [],
  sealed: { custody: 'server', view_only: false },
};

const FULL_ANNOTATIONS = {
  id: 'test.rule',
  cite: 'Test Act art. 1',
  kind: 'org_policy',
  effect: 'forbid',
  remedy: 'approval:officer',
  evidence: '',
  from: '2000-01-01',
  confidence: 'L',
};

/** One objecting rule as text; `null` leaves an annotation out. */
export function ruleText(
  annotations: Readonly<Record<string, string | null>> = {},
  body = 'when { context.persons > 0 };',
): string {
  const lines = Object.entries({ ...FULL_ANNOTATIONS, ...annotations }).flatMap(([name, value]) =>
    value === null ? [] : [`@${name}("${value}")`],
  );
  return `${lines.join('\n')}\nforbid (principal, action, resource)\n${body}\n`;
}

/** `pack.json` of a pack that always attaches, as an object to lay changes over. */
export const PACK_JSON = {
  pack: 'test-pack',
  version: '2026.11.0',
  jurisdiction: null,
  origins: null,
  events: null,
  kind: 'organisation',
  title: { 'zh-Hant': 't', 'zh-Hans': 't', pt: 't', en: 't' },
  utcOffset: '+08:00',
  locales: LOCALES,
  reviewed_by: null,
  regulators: [],
  covers: [],
  adequate: [],
  sensitive: [],
  instruments: [],
  params: {},
  cites: {},
  duties: [],
  rows: [],
};

/** Files of a pack: rules as given, and texts for `ids` in all languages. */
export function packFiles(cedar: string, packJson: object = {}, ids: readonly string[] = ['test.rule']): PackFiles {
  const texts = JSON.stringify(Object.fromEntries(ids.map((id) => [id, { title: 't', why: 'w', lift: 'l' }])));
  return {
    'pack.json': JSON.stringify({ ...PACK_JSON, ...packJson }),
    'rules.cedar': cedar,
    ...Object.fromEntries(LOCALES.map((locale) => [`texts/${locale}.json`, texts])),
  };
}

export async function load(files: PackFiles): Promise<LoadedPack> {
  return loadPack(files, await readSchema(SHIPPED_PACKS), nodeCedar);
}

/** An engine over packs made by hand; throws with the problems when they do not load. */
export async function engineOf(...files: readonly PackFiles[]): Promise<PolicyEngine> {
  const packs = [];
  for (const one of files) {
    const loaded = await load(one);
    if (loaded.outcome === 'rejected') throw new Error(JSON.stringify(loaded.problems));
    packs.push(loaded.pack);
  }
  const created = createEngine(nodeCedar, packs, { params: {} });
  if (created.outcome === 'rejected') throw new Error(JSON.stringify(created.problems));
  return created.engine;
}
