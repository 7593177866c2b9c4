import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runHere, scratch } from '../../test/support/command.ts';
import { toCisoAssistant } from '../governance/packs/ciso-assistant.ts';
import { readPacks, SHIPPED_PACKS } from '../policy/packs-node.ts';

let folder: ReturnType<typeof scratch>;
beforeAll(() => {
  folder = scratch();
});
afterAll(() => folder.remove());

describe('entrepot packs', () => {
  it('lists what came with the product and says that nobody reviewed it', async () => {
    const { code, out } = await runHere(['packs', 'list', '--locale', 'pt']);
    expect(code).toBe(0);
    expect(out).toMatch(/^mo-pdpa {2}\d{4}\.\d{2}\.\d+ {2}[0-9a-f]{12} {2}\d+ rules/m);
    expect(out).toContain('Not reviewed by a lawyer');
  });

  it('checks a folder and prints every problem by file and rule', async () => {
    expect(await runHere(['packs', 'check', join(SHIPPED_PACKS, 'mo-pdpa')])).toMatchObject({ code: 0, err: '' });
    const copy = join(folder.directory, 'mo-pdpa');
    cpSync(join(SHIPPED_PACKS, 'mo-pdpa'), copy, { recursive: true });
    const texts = join(copy, 'texts/pt.json');
    writeFileSync(texts, readFileSync(texts, 'utf8').replace('"mo.xfer.default"', '"mo.xfer.defautl"'));
    writeFileSync(join(copy, 'notes.txt'), 'x');
    const { code, out } = await runHere(['packs', 'check', copy]);
    expect(code).toBe(1);
    expect(out).toContain('texts/pt.json  mo.xfer.default: the text is missing');
    expect(out).toContain('texts/pt.json  mo.xfer.defautl: the text belongs to no rule or duty');
    expect(out).toContain('notes.txt: this file does not belong to a pack');
    expect((await runHere(['packs', 'check', join(folder.directory, 'nowhere')])).code).toBe(2);
  });

  it('exports every pack as a library of CISO Assistant: one node per rule, duty and row, in four languages', async () => {
    const packs = await readPacks(SHIPPED_PACKS);
    const printed = await runHere(['packs', 'export', '--format', 'ciso-assistant', '--pack', 'mo-law-8-2005']);
    const macau = packs.find(({ file }) => file.pack === 'mo-pdpa');
    expect([printed.code, printed.out]).toEqual([0, macau === undefined ? '' : toCisoAssistant(macau, false)]);
    for (const pack of packs) {
      const { file, rules, texts } = pack;
      const library = parse(toCisoAssistant(pack, false));
      expect(library).toMatchObject({ locale: 'en', version: expect.any(Number), name: file.title.en });
      const { framework } = library.objects;
      expect(framework.urn).toMatch(/^urn:entrepot:risk:framework:[a-z0-9-]+$/);
      const nodes: Record<string, unknown>[] = framework.requirement_nodes;
      const urns = nodes.map((node) => node['urn']);
      expect(new Set(urns).size).toBe(nodes.length);
      for (const node of nodes.filter((one) => one['depth'] === 2)) expect(urns).toContain(node['parent_urn']);
      const ids = nodes.flatMap((node) => (node['assessable'] === true ? [node['ref_id']] : []));
      expect(ids).toEqual([...rules, ...file.duties, ...file.rows].map(({ id }) => id));
      const [rule] = rules;
      expect(nodes.find((node) => node['ref_id'] === rule?.id)).toMatchObject({
        name: texts.en[rule?.id ?? '']?.title,
        annotation: expect.stringContaining(rule?.id ?? ''),
        translations: { pt: { name: texts.pt[rule?.id ?? '']?.title }, zh: {}, 'zh-Hant': {} },
      });
    }
  });

  it('exports the organisation’s rules as access policies that deny no more than the rules do', async () => {
    const { out } = await runHere(['packs', 'export', '--format', 'fides']);
    const { policies } = parse(out);
    expect(policies.length).toBeGreaterThan(4);
    expect(
      policies.every((one: { decision: string; enabled: boolean }) => one.decision === 'DENY' && !one.enabled),
    ).toBe(true);
    const threshold = policies.find((one: { id: string }) => one.id === 'org.mo.notice_record_threshold');
    expect(threshold.unless[0]).toMatchObject({ type: 'geo_location', operator: 'not_in', values: ['MO'] });
  });

  it('says how it is used', async () => {
    expect((await runHere(['packs'])).code).toBe(2);
    expect((await runHere(['packs', 'export', '--format', 'pdf'])).err).toContain('which format?');
  });
});
