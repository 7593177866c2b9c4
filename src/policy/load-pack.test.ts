import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, PACK_JSON, packFiles, ruleText } from '../../test/support/policy.ts';
import { APPROVALS, ASSESSMENTS, CONTRACTS, FILINGS, LEGAL_BASES, RECIPIENT_KINDS, ROLES } from '../model/facts.ts';
import { LEVELS } from '../model/level.ts';
import { LOCALES } from '../model/locale.ts';
import { nodeCedar } from './cedar-node.ts';
import { type LoadedPack, loadPacks, type PackFiles } from './load-pack.ts';
import { readPackFiles, readPacks, readSchema, SHIPPED_PACKS } from './packs-node.ts';

async function problemsOf(files: PackFiles): Promise<string> {
  const loaded = await load(files);
  return loaded.outcome === 'loaded'
    ? 'loaded'
    : loaded.problems.map(({ file, problem }) => `${file}: ${problem}`).join('\n');
}

/** Cedar names the events of one mistake in any order. */
const sorted = (loaded: LoadedPack): unknown =>
  loaded.outcome === 'loaded' ? loaded.pack : loaded.problems.map((one) => JSON.stringify(one)).sort();

describe('loading several packs at once', () => {
  it('says of each what is said of it alone, also when two share the id of a rule', async () => {
    const bad = ruleText({}, 'when { context.hasPersonaldata };');
    for (const other of [ruleText({ id: 'test.other' }), ruleText()]) {
      const packs = [packFiles(other), packFiles(bad), packFiles('forbid if it pleases the court')];
      const alone = await Promise.all(packs.map((files) => load(files)));
      const together = await loadPacks(packs, await readSchema(SHIPPED_PACKS), nodeCedar);
      expect(together.map(sorted)).toEqual(alone.map(sorted));
      expect(alone.slice(1).map(({ outcome }) => outcome)).toEqual(['rejected', 'rejected']);
    }
  });
});

describe('loading a pack', () => {
  it('accepts the small pack that the other tests break', async () => {
    expect(await problemsOf(packFiles(ruleText()))).toBe('loaded');
  });

  it.each([
    [
      'a misspelt basis',
      ruleText({}, 'when { context.bases.contains(Basis::"consnt") };'),
      /not declared as a valid eid/,
    ],
    ['a misspelt fact', ruleText({}, 'when { context.hasPersonaldata };'), /hasPersonaldata/],
    ['a wrong type', ruleText({}, 'when { context.persons == "3" };'), /type/],
    [
      'a misspelt event',
      ruleText({}, '').replace('action,', 'action == Action::"sned",').replace(/\n$/, ';'),
      /unrecognized action/,
    ],
    ['a rule that can never match', ruleText({}, 'when { context.persons > 0 && false };'), /impossible/],
    ['no citation', ruleText({ cite: null }), /@cite/],
    ['an empty citation', ruleText({ cite: '' }), /@cite/],
    ['no kind', ruleText({ kind: null }), /@kind/],
    ['no remedy annotation', ruleText({ remedy: null }), /@remedy/],
    ['no evidence annotation', ruleText({ evidence: null }), /@evidence/],
    ['no confidence', ruleText({ confidence: null }), /@confidence/],
    ['no day of entry into force', ruleText({ from: null }), /@from/],
    ['no id', ruleText({ id: null }), /@id/],
    ['a day that does not exist', ruleText({ from: '2026-02-30' }), /@from/],
    ['an end before the beginning', ruleText({ to: '1999-12-31' }), /@to is before @from/],
    ['an unknown effect', ruleText({ effect: 'discourage' }), /@effect/],
    ['an unknown remedy', ruleText({ remedy: 'basis:bribe' }), /`basis:bribe` is not a known remedy/],
    ['a remedy of another kind', ruleText({ remedy: 'prayer:any' }), /not a known remedy/],
    ['a remedy that is a property of every object', ruleText({ remedy: 'fact:constructor' }), /not a known remedy/],
    ['a deadline in words', ruleText({ deadline: 'soon' }), /@deadline/],
    ['a misspelt annotation', ruleText({ evidense: 'x' }), /evidense/],
    ['the same id twice', ruleText() + ruleText(), /the id is used twice/],
    ['the same annotation twice', `@id("test.rule")\n${ruleText()}`, /duplicate annotation/],
    ['text that is not Cedar', 'forbid if it pleases the court', /not Cedar/],
    ['a rule cut off', ruleText().slice(0, -10), /not Cedar/],
    ['a template', ruleText().replace('principal,', 'principal == ?principal,'), /templates are not rules/],
    ['a permit without an obligation', ruleText().replace('forbid (', 'permit ('), /obligation/],
  ])('rejects %s', async (_, cedar, problem) => {
    expect(await problemsOf(packFiles(cedar))).toMatch(problem);
  });

  it.each([
    ['an unknown member', { editor: 'me' }, /editor/],
    ['a bad version', { version: '1.0' }, /version/],
    [
      'a regulator without a name in Portuguese',
      { regulators: [{ id: 'X', name: { en: 'x' }, url: null, from: null, to: null }] },
      /regulators/,
    ],
    [
      'a period that ends before it begins',
      { covers: [{ destination: '*', from: '2026-01-02', to: '2026-01-01' }] },
      /`to` is before `from`/,
    ],
    [
      'a citation of no rule',
      { cites: { 'test.other': { forms: {}, url: null, checked: '2026-11-22', note: null } } },
      /names no rule/,
    ],
    ['review by nobody in particular', { reviewed_by: true }, /reviewed_by/],
  ])('rejects pack.json with %s', async (_, change, problem) => {
    expect(await problemsOf(packFiles(ruleText(), change))).toMatch(problem);
  });

  it('rejects a statutory rule without a source, and obligations without their number', async () => {
    expect(await problemsOf(packFiles(ruleText({ kind: 'statutory' })))).toMatch(/needs an entry in cites/);
    const oblige = (extra: string): string =>
      ruleText({ effect: null, remedy: null, evidence: null }).replace(
        'forbid (',
        `@obligation("expiry_days")\n${extra}\npermit (`,
      );
    expect(await problemsOf(packFiles(oblige('')))).toMatch(/@param goes with expiry_days/);
    expect(await problemsOf(packFiles(oblige('@param("test.days")')))).toMatch(/no parameter `test.days`/);
  });

  it('rejects a missing language, a missing text, a text of no rule, a stray file and broken JSON', async () => {
    const files = packFiles(ruleText());
    const { 'texts/pt.json': _, ...withoutPt } = files;
    expect(await problemsOf(withoutPt)).toBe('texts/pt.json: the file is missing');
    expect(await problemsOf(packFiles(ruleText(), {}, []))).toMatch(/texts\/pt.json: the text is missing/);
    expect(await problemsOf(packFiles(ruleText(), {}, ['test.rule', 'test.gone']))).toMatch(/belongs to no rule/);
    expect(await problemsOf({ ...files, '../escape.cedar': ruleText() })).toMatch(/does not belong to a pack/);
    expect(await problemsOf({ ...files, 'pack.json': '{' })).toMatch(/not JSON/);
    expect(await problemsOf({ ...files, 'texts/en.json': '{"__proto__": {}}' })).toMatch(/texts\/en.json/);
  });

  it('gives one digest to one text, whatever the line ends and the order of files, and another to any change', async () => {
    const digest = async (files: PackFiles): Promise<string> => {
      const loaded = await load(files);
      return loaded.outcome === 'loaded' ? loaded.pack.digest : 'rejected';
    };
    const files = packFiles(ruleText());
    const first = await digest(files);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest(Object.fromEntries(Object.entries(files).reverse()))).toBe(first);
    expect(await digest({ ...files, 'rules.cedar': ruleText().replaceAll('\n', '\r\n') })).toBe(first);
    expect(await digest({ ...files, 'rules.cedar': `${ruleText()}// changed\n` })).not.toBe(first);
    expect(await digest(packFiles(ruleText(), { ...PACK_JSON, version: '2026.11.1' }))).not.toBe(first);
  });
});

describe('the shipped packs', () => {
  it('load, are signed by nobody, and say so', async () => {
    const packs = await readPacks(SHIPPED_PACKS);
    expect(packs.map((pack) => pack.file.pack)).toEqual(
      'cn-pipl eu gba-sc hk-pdpo mo-pdpa org-policy people pt sg uk'.split(' '),
    );
    for (const pack of packs) expect(pack.file.reviewed_by).toBeNull();
  });

  it('never speak of Macau by articles that are not those of the Act on data protection', async () => {
    const files = await readPackFiles(join(SHIPPED_PACKS, 'mo-pdpa'));
    const all = Object.values(files).join('\n');
    expect(all).not.toMatch(/8\/2007/);
    expect(all).not.toMatch(/1[ ,.]?000[ ,.]?000/);
    expect(all).toMatch(/8\/2005/);
  });

  it('have texts that differ between the languages', async () => {
    for (const pack of await readPacks(SHIPPED_PACKS)) {
      for (const id of Object.keys(pack.texts.en)) {
        const whys = LOCALES.map((locale) => pack.texts[locale][id]?.why);
        expect([id, new Set(whys).size >= 3]).toEqual([id, true]);
      }
    }
  });

  it('share their closed lists with the model', () => {
    const schema = readFileSync(join(SHIPPED_PACKS, 'schema.cedarschema'), 'utf8');
    const lists = new Map(
      [...schema.matchAll(/^entity (\w+) enum (\[.*\]);$/gm)].map((match) => [match[1], match[2] ?? '']),
    );
    const wanted = {
      Basis: LEGAL_BASES,
      Contract: CONTRACTS,
      Assessment: ASSESSMENTS,
      Role: ROLES,
      Filing: FILINGS,
      Approval: APPROVALS,
      Level: ['unstated', ...LEVELS],
      RecipientKind: RECIPIENT_KINDS,
    };
    for (const [name, values] of Object.entries(wanted))
      expect(JSON.parse(lists.get(name) ?? 'null')).toEqual([...values]);
    expect(lists.size).toBe(Object.keys(wanted).length + 1);
  });
});
