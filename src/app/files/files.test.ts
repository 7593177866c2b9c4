import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { fuzz } from '../../../scripts/fuzz/fuzz.ts';
import { MIB } from '../../base/units.ts';
import { SHIPPED_LEVEL_SETTINGS } from '../../classify/settings.ts';
import { residentBytes } from '../../render/pages/supervise/memory.ts';
import { FILE_LIMITS } from './classifier.ts';
import { createListReader } from './lists.ts';
import { openFileClassifier } from './open.ts';
import { createProcessPool } from './pool.ts';

const sample = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../test/samples/${name}`, import.meta.url)));

const pids: (number | undefined)[] = [];
const files = openFileClassifier({ ocr: true, of: 'uploads', observe: ({ pid }) => pids.push(pid) });
afterAll(() => files.close());

describe('files in processes of their own', () => {
  it('are read with recognition: the card gives its numbers and its machine-readable lines, and stays a guess', async () => {
    const progress: number[] = [];
    const { classification, persons } = await files.classify(
      { bytes: sample('scans/id-card.png'), name: 'card.png' },
      { onPicture: (done) => progress.push(done) },
    );
    expect(classification).toMatchObject({ level: 'restricted', extracted: 'full', problem: 'ocr.guessed' });
    const found = classification.findings.filter(({ score }) => score >= 0.5).map(({ type }) => type);
    for (const type of ['mo_bir', 'mrz', 'person_name'] as const) expect(found).toContain(type);
    expect(classification.findings.find(({ type }) => type === 'mrz')?.check).toBe('ok');
    expect(persons?.length).toBeGreaterThan(0);
    expect(progress).toEqual([1]);
  });

  it('are read by another engine where the first finds no text, which is no guess', async () => {
    const { classification } = await files.classify({
      bytes: sample('documents/purchase-contract.zh-Hans.cid-font.pdf'),
      name: 'a.pdf',
    });
    expect(classification).toMatchObject({ level: 'confidential', extracted: 'full', problem: null });
    expect(classification.findings.filter(({ type }) => type === 'cn_uscc')).toHaveLength(2);
  });

  it('ask this process for hashes and exceptions, whose key they do not have', async () => {
    const file = { bytes: new TextEncoder().encode('HKID: A123456(3)'), name: 'a' };
    const exceptions = {
      tag: (key: string) => `hash of ${key.length}`,
      concerns: (type: string) => type === 'hkid',
      find: (type: string, tag: string) => (type === 'hkid' && tag.startsWith('hash of') ? EXCEPTION : undefined),
    };
    const { classification } = await files.classify(file, { levels: { ...SHIPPED_LEVEL_SETTINGS, exceptions } });
    expect(classification.level).toBe('internal');
    expect(classification.findings).toMatchObject([
      { type: 'hkid', excepted: EXCEPTION, tag: expect.stringContaining('hash of') },
    ]);
    expect((await files.classify(file)).classification.level).toBe('restricted');
  });

  it('are read by a process that has read no other one, unless those before were plain text', async () => {
    pids.length = 0;
    const text = new TextEncoder().encode('The canteen opens at noon.');
    const office = sample('harmless/product-manual.docx');
    const broken = sample('broken/truncated.pdf');
    for (const bytes of [text, text, office, broken, text]) await files.classify({ bytes, name: 'a' });
    const [first, second, third, fourth, fifth] = pids;
    expect([second, third]).toEqual([first, first]);
    expect(new Set([third, fourth, fifth]).size).toBe(3);
  });

  it('of many keep their process after a document, but not after one with a PDF in it, however harmless that looks', async () => {
    const seen: (number | undefined)[] = [];
    const many = openFileClassifier({ ocr: false, of: 'many', observe: ({ pid }) => seen.push(pid) });
    const document = strToU8(
      '<w:document><w:body><w:p><w:r><w:t>The canteen opens.</w:t></w:r></w:p></w:body></w:document>',
    );
    const plain = { 'word/document.xml': document, 'word/embeddings/a.txt': strToU8('The canteen opens.') };
    const pdf = sample('harmless/menu.pdf');
    const nested = zipSync({ 'a.zip': zipSync({ 'a.pdf': pdf }) });
    for (const parts of [plain, plain, { ...plain, 'word/embeddings/b.bin': nested }, plain]) {
      const { classification } = await many.classify({ bytes: zipSync(parts), name: 'a.docx' });
      expect(classification.problem).toBeNull();
    }
    await many.close();
    const [first, second, third, fourth] = seen;
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
  });

  it('over their time or memory are unreadable, and the next one is read', async () => {
    const bytes = new TextEncoder().encode('姓名,電話\n陳大文,66123456\n'.repeat(100_000));
    for (const [limits, problem] of [
      [{ milliseconds: 100 }, 'unreadable.too_slow'],
      [{ memory: 60 * MIB }, 'unreadable.too_large'],
    ] as const) {
      const narrow = openFileClassifier({ ocr: false, limits });
      const { classification, persons } = await narrow.classify({ bytes, name: 'a.csv' });
      expect([classification.level, classification.problem, persons]).toEqual(['restricted', problem, null]);
      await narrow.close();
    }
    expect((await files.classify({ bytes: new Uint8Array([0x61]), name: 'a' })).classification.extracted).toBe('full');
  });
});

describe('lists in processes of their own', () => {
  const CHOICES = { columns: [], types: {}, keepLast: 4 };
  const key = new Uint8Array(32);

  it('lose their names, also in the name of the file, or are refused for the same reasons as here', async () => {
    const pool = createProcessPool({ ...FILE_LIMITS, atOnce: 2 });
    const lists = createListReader(pool);
    const bytes = strToU8('姓名,電話\n陳大文,66123456\n何志強,66123457\n');
    const { tables } = await lists.preview(bytes, CHOICES, key);
    expect(tables[0]?.columns.map(({ operator }) => operator)).toEqual(['pseudonym', 'pseudonym']);
    const made = await lists.make({ bytes, name: '陳大文.csv' }, CHOICES, key);
    expect(new TextDecoder().decode(made.bytes) + made.name).not.toMatch(/陳大文|66123456/);
    expect(made.table.entries).toHaveLength(4);
    await expect(lists.preview(sample('broken/zip-bomb.docx'), CHOICES, key)).rejects.toMatchObject({
      code: 'pseudonym.wrong_kind',
      details: { kind: 'zip' },
    });
    const column = { table: 0, column: 9, operator: 'mask' as const };
    await expect(lists.preview(bytes, { ...CHOICES, columns: [column] }, key)).rejects.toMatchObject({
      code: 'pseudonym.unknown_column',
      details: { table: 0, column: 9 },
    });
    await pool.close();
  });

  it('over their time are too large', async () => {
    const pool = createProcessPool({ ...FILE_LIMITS, atOnce: 1 });
    const narrow = createListReader(pool, 50);
    const bytes = strToU8('姓名,電話\n陳大文,66123456\n'.repeat(10_000));
    await expect(narrow.preview(bytes, CHOICES, key)).rejects.toMatchObject({ code: 'pseudonym.too_large' });
    await pool.close();
  });
});

const EXCEPTION = '018f0000-0000-7000-8000-000000000001';

it('150 broken files end no process and are restricted unless they are read wholly', async () => {
  const { failures, extracted } = await fuzz({ count: 150, seed: 7, largest: 20_000, residentBytes });
  expect(failures).toEqual([]);
  expect(Object.keys(extracted).toSorted()).toEqual(['full', 'none', 'partial']);
});
