import { describe, expect, it } from 'vitest';
import { engineOf, FACTS, load, packFiles, ruleText } from '../../test/support/policy.ts';
import { nodeCedar } from './cedar-node.ts';
import { decide } from './decide.ts';
import { createEngine } from './engine.ts';

const always = 'when { context.persons >= 0 };';
const onOpen = ruleText({}, always).replace('action,', 'action in [Action::"open", Action::"download"],');

describe('rules by event', () => {
  it('are in force and silent at other events', async () => {
    const engine = await engineOf(packFiles(onOpen));
    const resultAt = (event: 'send' | 'open') =>
      decide(engine, { ...FACTS, dest: 'MO', event }).trail.find(({ ruleId }) => ruleId === 'test.rule')?.result;
    expect([resultAt('send'), resultAt('open')]).toEqual(['silent', 'objects']);
  });

  it('match with `==` and with every action too', async () => {
    for (const scope of ['action == Action::"send",', 'action,']) {
      const engine = await engineOf(packFiles(ruleText({}, always).replace('action,', scope)));
      expect(decide(engine, { ...FACTS, dest: 'MO' }).outcome).toBe('held');
    }
  });
});

describe('the context', () => {
  it('that Cedar gets holds the members that the rules read, and no others', async () => {
    const loaded = await load(packFiles(ruleText({}, 'when { context.persons > 0 && context.minors };')));
    if (loaded.outcome === 'rejected') throw new Error('the pack has to load');
    const seen: string[][] = [];
    const cedar: typeof nodeCedar = {
      ...nodeCedar,
      statefulIsAuthorized: (call) => {
        seen.push(Object.keys(call.context).sort());
        return nodeCedar.statefulIsAuthorized(call);
      },
    };
    const created = createEngine(cedar, [loaded.pack], { params: {} });
    if (created.outcome === 'rejected') throw new Error('the engine has to be made');
    decide(created.engine, FACTS);
    expect(seen).toEqual([['minors', 'persons']]);
  });

  it.each([
    ['compared', 'when { context == context };'],
    ['kept in a set', 'when { [context].isEmpty() };'],
  ])('may not be read as a whole: %s', async (_name, body) => {
    const loaded = await load(packFiles(ruleText({}, body)));
    const problems = loaded.outcome === 'rejected' ? loaded.problems.map(({ problem }) => problem) : [];
    expect(problems).toContainEqual(expect.stringContaining('as a whole'));
  });
});
