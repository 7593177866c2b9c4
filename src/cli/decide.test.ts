import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FACTS } from '../../test/support/policy.ts';
import { concat, utf8 } from '../base/bytes.ts';
import { run } from './decide.ts';

type Result = { readonly code: number; readonly out: string; readonly err: string };

async function runWith(args: string[], input: Uint8Array | string): Promise<Result> {
  const bytes = typeof input === 'string' ? utf8(input) : input;
  let [out, err] = ['', ''];
  const half = Math.floor(bytes.length / 2);
  async function* stdin(): AsyncIterable<Uint8Array> {
    yield bytes.subarray(0, half);
    yield bytes.subarray(half);
  }
  const code = await run(args, { stdin: stdin(), stdout: (text) => (out += text), stderr: (text) => (err += text) });
  return { code, out, err };
}
const facts = JSON.stringify(FACTS);

describe('entrepot decide', () => {
  it('prints the decision as JSON and exits with 0 whatever it is', async () => {
    const { code, out, err } = await runWith(['--json'], facts);
    expect([code, err]).toEqual([0, '']);
    const decision = JSON.parse(out);
    expect(decision).toMatchObject({ outcome: 'held', effect: 'forbid' });
    expect(Object.keys(decision.objections[0]).sort()).toEqual([
      'cite',
      'confidence',
      'deadline',
      'effect',
      'id',
      'kind',
      'pack',
      'remedy',
    ]);
    expect(decision.packs[0]).toMatchObject({ id: expect.any(String), version: expect.any(String), reviewed: false });
  });

  it('names the advice of the packs that attach, beside the rules', async () => {
    const { out } = await runWith(
      ['--json'],
      JSON.stringify({ ...FACTS, origin: 'HK', recipient: { type: 'processor' } }),
    );
    const { advisories, objections } = JSON.parse(out);
    expect(advisories).toContainEqual(expect.objectContaining({ id: 'hk.s33', pack: 'hk-pdpo' }));
    expect(advisories.map(({ pack }: { pack: string }) => pack)).not.toContain('mo-pdpa');
    expect(objections.map(({ id }: { id: string }) => id)).not.toContain('hk.s33');
  });

  it('decides as of another time with --at', async () => {
    const { out } = await runWith(['--json', '--at', '2006-02-18T12:00:00+08:00'], facts);
    expect(JSON.parse(out)).toMatchObject({
      at: '2006-02-18T12:00:00+08:00',
      objections: [{ id: 'policy.no_pack' }],
    });
  });

  it('explains in the language asked for, and says that no lawyer has reviewed the rules', async () => {
    const { code, out } = await runWith(['--explain', '--locale', 'zh-Hant'], facts);
    expect(code).toBe(0);
    expect(out).toContain('個人資料轉移到澳門以外');
    expect(out).toContain('not been reviewed by a lawyer');
    const json = JSON.parse((await runWith(['--json', '--explain'], facts)).out);
    expect(json.explanations[0]).toMatchObject({ ruleId: 'mo.xfer.default', reviewed: false });
  });

  it.each([[['--nonsense']], [['--locale', 'de']], [['extra']]])('exits with 2 and the usage for %j', async (args) => {
    const { code, out, err } = await runWith(args, facts);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^usage:/);
  });

  it.each([
    ['nothing', ''],
    ['JSON cut off', facts.slice(0, -1)],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe])],
    ['a list', '[]'],
    ['null', 'null'],
    ['deep nesting', '['.repeat(200_000)],
    ['a fact too many', JSON.stringify({ ...FACTS, canary: 'canary-value' })],
    ['a fact of the wrong kind', JSON.stringify({ ...FACTS, dest: 'canary-value' })],
    ['a fact misspelt in depth', JSON.stringify({ ...FACTS, org: { cio: true } })],
    ['a fact said twice', JSON.stringify({ ...FACTS, 'recipient.type': 'public' })],
    ['a prototype', `{"__proto__": {"canary-value": 1}, ${facts.slice(1)}`],
  ])('exits with 2 for %s and never repeats a value', async (_, input) => {
    const { code, out, err } = await runWith(['--json'], input);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^the facts could not be read/);
    expect(err).not.toContain('canary-value');
  });

  it('exits with 2 for more than a mebibyte', async () => {
    const { code, err } = await runWith([], concat(utf8(facts), new Uint8Array(1_048_576).fill(0x20)));
    expect(code).toBe(2);
    expect(err).toContain('more than');
  });

  it('exits with 2 for a time that is none and for packs that are not there', async () => {
    expect((await runWith(['--at', 'soon'], facts)).code).toBe(2);
    const folder = mkdtempSync(join(tmpdir(), 'packs-'));
    expect((await runWith(['--packs', join(folder, 'none')], facts)).code).toBe(2);
    rmSync(folder, { recursive: true });
  });
});
