import { describe, expect, it } from 'vitest';
import { FACTS } from '../../../test/support/policy.ts';
import { packFiles } from '../../../src/governance/packs-view.ts';
import { nodeCedar } from '../../../src/policy/cedar-node.ts';
import { decide } from '../../../src/policy/decide.ts';
import { decideMatrix, MATRIX_PLACES, type MatrixCell } from '../../../src/policy/matrix.ts';
import { openSources, readPackSources, SHIPPED_PACKS } from '../../../src/policy/packs-node.ts';
import { createDecider } from './decider.ts';
import type { PolicyAnswer } from './protocol.ts';

const settings = { params: { 'org.expiry.public': 60 } };
const sources = await readPackSources(SHIPPED_PACKS);
const engine = await openSources(sources, settings);
const rules = packFiles({ engine, sources, settings });
const axes = { levels: ['internal', 'restricted'], places: MATRIX_PLACES, recipients: ['processor'] } as const;

function started(): { readonly said: PolicyAnswer[]; readonly ask: ReturnType<typeof createDecider> } {
  const said: PolicyAnswer[] = [];
  return {
    said,
    ask: createDecider(
      async () => nodeCedar,
      (answer) => said.push(answer),
    ),
  };
}

describe('the engine beside the page', () => {
  it('decides as the server does, to the byte, the organisation’s own numbers included', async () => {
    const { said, ask } = started();
    await ask({ id: 1, kind: 'load', rules });
    await ask({ id: 2, kind: 'decide', facts: { ...FACTS, level: 'public' }, locale: 'pt' });
    expect(said.map(({ kind }) => kind)).toEqual(['loaded', 'decided']);
    const [, answer] = said;
    const decision = answer?.kind === 'decided' ? answer.answer.decision : null;
    expect(JSON.stringify(decision)).toBe(JSON.stringify(decide(engine, { ...FACTS, level: 'public' })));
    expect(decision?.obligations).toContainEqual(expect.objectContaining({ ruleId: 'org.expiry.public', value: 60 }));
  });

  it('decides nothing before it has rules, nor by rules that are not the server’s', async () => {
    const { said, ask } = started();
    await ask({ id: 1, kind: 'decide', facts: FACTS, locale: 'en' });
    const [first, ...others] = rules.packs;
    if (first === undefined) throw new Error('there are packs');
    const texts = JSON.parse(first.files['texts/en.json'] ?? '{}');
    const changed = { ...first.files, 'texts/en.json': JSON.stringify(texts, null, 1) };
    await ask({ id: 2, kind: 'load', rules: { ...rules, packs: [{ ...first, files: changed }, ...others] } });
    await ask({ id: 3, kind: 'load', rules: { ...rules, packs: [{ ...first, files: {} }, ...others] } });
    await ask({ id: 4, kind: 'load', rules: { ...rules, params: { 'org.expiry.public': 4_000 } } });
    await ask({ id: 5, kind: 'decide', facts: FACTS, locale: 'en' });
    const codes = said.map((answer) => (answer.kind === 'failed' ? answer.code : answer.kind));
    const missing = 'console.rules_not_loaded';
    expect(codes).toEqual([missing, 'console.rules_differ', missing, missing, missing]);
  });

  it('says so when Cedar cannot be loaded', async () => {
    const said: PolicyAnswer[] = [];
    const ask = createDecider(
      () => Promise.reject(new Error('refused by the policy of the page')),
      (answer) => said.push(answer),
    );
    await ask({ id: 1, kind: 'load', rules });
    expect(said).toEqual([{ id: 1, kind: 'failed', code: 'console.rules_not_loaded' }]);
  });
});

describe('the matrix beside the page', () => {
  it('comes in parts that add up, with progress', async () => {
    const { said, ask } = started();
    await ask({ id: 1, kind: 'load', rules });
    await ask({ id: 2, kind: 'matrix', base: FACTS, axes });
    const parts = said.filter((answer) => answer.kind === 'cells');
    const cells: MatrixCell[] = parts.flatMap((part) => [...part.cells]);
    expect(cells).toEqual(decideMatrix(engine, FACTS, axes));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.at(-1)).toMatchObject({ done: 60, total: 60 });
    expect(said.at(-1)).toEqual({ id: 2, kind: 'matrix' });
  });

  it('ends when a newer one is asked for', async () => {
    const { said, ask } = started();
    await ask({ id: 1, kind: 'load', rules });
    await Promise.all([
      ask({ id: 2, kind: 'matrix', base: FACTS, axes }),
      ask({ id: 3, kind: 'matrix', base: FACTS, axes }),
    ]);
    const of = (id: number): number => said.filter((answer) => answer.id === id && answer.kind === 'cells').length;
    expect(of(2)).toBeLessThan(of(3));
  });
});
