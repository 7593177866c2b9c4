import { describe, expect, it } from 'vitest';
import { engineOf, FACTS, packFiles, ruleText } from '../../test/support/policy.ts';
import { LEVELS } from '../model/level.ts';
import { decide } from './decide.ts';
import { cellFacts, decideMatrix, MATRIX_AXES, MATRIX_PLACES, MATRIX_RECIPIENTS } from './matrix.ts';
import { openPolicyEngine } from './packs-node.ts';
import { whatIf } from './what-if.ts';

describe('the permission matrix', () => {
  it('has thirty places, each once', () => {
    expect(new Set(MATRIX_PLACES.map(({ dest, city }) => `${dest} ${city}`)).size).toBe(30);
    expect(MATRIX_RECIPIENTS).toHaveLength(5);
  });

  it('says in every cell what the rules say about the facts of that cell', async () => {
    const engine = await openPolicyEngine();
    const cells = decideMatrix(engine, FACTS);
    expect(cells).toHaveLength(600);
    for (const cell of cells.filter((_, at) => at % 37 === 0)) {
      const decision = decide(engine, cellFacts(FACTS, cell.level, cell.place, cell.recipient));
      expect([cell.outcome, cell.effect, cell.objections]).toEqual([
        decision.outcome,
        decision.effect,
        decision.objections.map(({ ruleId }) => ruleId),
      ]);
    }
  });

  it('varies nothing but the level, the place and the recipient', async () => {
    const rule = ruleText(
      { remedy: '' },
      'when { context.destination == "HK" && context.level == Level::"restricted" && context.recipientKinds.contains(RecipientKind::"public") };',
    );
    const law = { jurisdiction: 'MO', covers: [{ destination: '*', from: null, to: null }] };
    const cells = decideMatrix(await engineOf(packFiles(rule, law)), FACTS, MATRIX_AXES);
    const refused = cells.filter(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject([{ level: 'restricted', place: { dest: 'HK' }, recipient: 'public' }]);
    expect(cells.filter(({ outcome }) => outcome === 'allow')).toHaveLength(599);
    expect(new Set(cells.map(({ level }) => level)).size).toBe(LEVELS.length);
  });
});

describe('an imagined situation', () => {
  it('has the decision as the server makes it, words in every language, and every rule that was looked at', async () => {
    const engine = await openPolicyEngine();
    for (const locale of ['zh-Hant', 'zh-Hans', 'pt', 'en'] as const) {
      const answer = whatIf(engine, FACTS, locale);
      expect(JSON.stringify(answer.decision)).toBe(JSON.stringify(decide(engine, FACTS)));
      expect(answer.explained.objections.map(({ ruleId }) => ruleId)).toEqual(
        answer.decision.objections.map(({ ruleId }) => ruleId),
      );
      const rows = [...answer.packs.flatMap(({ trail }) => trail), ...answer.builtin];
      expect(rows.map(({ ruleId }) => ruleId).sort()).toEqual(answer.decision.trail.map(({ ruleId }) => ruleId).sort());
      expect(rows.every(({ title }) => title !== '')).toBe(true);
    }
  });
});
