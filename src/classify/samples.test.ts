import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { classificationSchema, type FindingType, findingTypeSchema } from '../model/classification.ts';
import { LEVELS, levelSchema } from '../model/level.ts';
import { type ClassifiedFile, extractAndClassify } from './classify-file.ts';

const SAMPLES = new URL('../../test/samples/', import.meta.url);

const expectedSchema = z.object({
  files: z.array(
    z.object({
      file: z.string(),
      content_type: z.string(),
      at_least: levelSchema.optional(),
      at_most: levelSchema.optional(),
      persons: z.number().optional(),
      values: z.string().optional(),
    }),
  ),
});
const truthSchema = z.object({
  entities: z.array(z.object({ type: findingTypeSchema, value: z.string() })),
  decoys: z.array(z.object({ value: z.string() })),
});

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, SAMPLES), 'utf8'));
}

const expected = expectedSchema.parse(readJson('expected.json')).files;
const results = new Map<string, ClassifiedFile>();
for (const { file } of expected) {
  results.set(file, await extractAndClassify({ bytes: new Uint8Array(readFileSync(new URL(file, SAMPLES))) }));
}

function resultOf(file: string): ClassifiedFile {
  return results.get(file)!;
}

/** Without white space, full-width as ASCII: how the sample set wants values to be compared. `map` leads back. */
function squeeze(text: string): { squeezed: string; map: number[] } {
  let squeezed = '';
  const map: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    const char = code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : text.charAt(i);
    if (/[\s\u200b]/.test(char)) continue;
    squeezed += char;
    map.push(i);
  }
  return { squeezed, map };
}

/** Types that are judged by sentence: a finding that overlaps the value counts. For others it must cover the value. */
const BY_OVERLAP = new Set<FindingType>(['health', 'address', 'financial_figure']);

/** Whether some occurrence of the value is covered; null when the value is not in the extracted text. */
function isFound({ classification, text }: ClassifiedFile, type: FindingType, value: string): boolean | null {
  const { squeezed, map } = squeeze(text);
  const wanted = squeeze(value).squeezed;
  const findings = classification.findings.filter((finding) => finding.type === type && finding.score >= 0.5);
  let found: boolean | null = null;
  for (let at = squeezed.indexOf(wanted); at !== -1 && found !== true; at = squeezed.indexOf(wanted, at + 1)) {
    const start = map[at]!;
    const end = map[at + wanted.length - 1]! + 1;
    found = findings.some((finding) =>
      BY_OVERLAP.has(type) ? finding.start < end && finding.end > start : finding.start <= start && finding.end >= end,
    );
  }
  return found;
}

/** Where the value stands by itself; inside a longer number it is something else. */
function occurrences(text: string, value: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
    const alone = !/[0-9A-Za-z]/.test(text.charAt(at - 1)) && !/[0-9A-Za-z(（]/.test(text.charAt(at + value.length));
    if (alone) found.push(at);
  }
  return found;
}

it('sees all sample files', () => {
  expect(expected.length).toBeGreaterThan(35);
});

describe.each(expected)('$file', (entry) => {
  const { classification, text } = resultOf(entry.file);

  it('has a level between at_least and at_most', () => {
    const rank = LEVELS.indexOf(classification.level);
    if (entry.at_least !== undefined) expect(rank).toBeGreaterThanOrEqual(LEVELS.indexOf(entry.at_least));
    if (entry.at_most !== undefined) expect(rank).toBeLessThanOrEqual(LEVELS.indexOf(entry.at_most));
  });

  it('keeps to the schema, with offsets inside the text, and names a problem unless all of it was read', () => {
    classificationSchema.parse(classification);
    for (const { start, end } of classification.findings) {
      expect(start).toBeLessThan(end);
      expect(end).toBeLessThanOrEqual(text.length);
    }
    expect(classification.problem === null).toBe(classification.extracted === 'full');
    if (classification.extracted !== 'full') expect(classification.level).toBe('restricted');
  });

  it('is named by content', () => {
    // A ZIP without its directory cannot be told from any other; Markdown is plain text.
    const alike: Record<string, string> = { 'text/markdown': 'text/plain' };
    if (entry.file === 'broken/truncated.docx') return;
    expect(classification.contentType).toBe(alike[entry.content_type] ?? entry.content_type);
  });

  if (entry.persons !== undefined) {
    it(`counts ${entry.persons} persons, or one in a hundred more`, () => {
      expect(classification.persons).toBeGreaterThanOrEqual(entry.persons!);
      expect(classification.persons).toBeLessThanOrEqual(Math.ceil(entry.persons! * 1.01));
    });
  }
});

describe('broken files', () => {
  it.each([
    ['broken/bit-rot.docx', 'unreadable.damaged'],
    ['broken/empty.docx', 'unreadable.empty'],
    ['broken/mixed-encoding.txt', 'unreadable.mixed_encoding'],
    ['broken/password.docx', 'unreadable.encrypted'],
    ['broken/password.pdf', 'unreadable.encrypted'],
    ['broken/truncated.docx', 'unreadable.damaged'],
    ['broken/truncated.pdf', 'unreadable.damaged'],
    ['broken/xml-entities.docx', 'unreadable.bomb'],
    ['broken/zip-bomb.docx', 'unreadable.bomb'],
    ['broken/zip-duplicate-entry.docx', 'unreadable.ambiguous'],
    ['broken/zip-lies-about-size.docx', 'unreadable.bomb'],
    ['broken/zip-traversal.docx', 'unreadable.unsafe_names'],
    ['scans/id-card.png', 'unreadable.image'],
    ['scans/employment-contract.page-1.pdf', 'unreadable.image'],
    ['documents/purchase-contract.zh-Hans.cid-font.pdf', 'unreadable.image'],
  ])('%s has the problem %s', (file, problem) => {
    expect(resultOf(file).classification.problem).toBe(problem);
  });

  it('reads both of two entries with one name', () => {
    expect(
      resultOf('broken/zip-duplicate-entry.docx').classification.findings.map((finding) => finding.type),
    ).toContain('hkid');
  });
});

describe('recall', () => {
  const counts = new Map<FindingType, { found: number; all: number; missed: string[] }>();
  const decoysHit: string[] = [];
  let decoys = 0;
  for (const entry of expected) {
    if (entry.values === undefined) continue;
    const result = resultOf(entry.file);
    const truth = truthSchema.parse(readJson(entry.values));
    const values = new Map(
      truth.entities.map((entity) => [`${entity.type}\0${squeeze(entity.value).squeezed}`, entity]),
    );
    for (const { type, value } of values.values()) {
      const found = isFound(result, type, value);
      if (found === null) continue;
      const count = counts.get(type) ?? { found: 0, all: 0, missed: [] };
      counts.set(type, count);
      count.all += 1;
      if (found) count.found += 1;
      else count.missed.push(entry.file);
    }
    for (const decoy of truth.decoys) {
      decoys += 1;
      const covers = occurrences(result.text, decoy.value).some((at) =>
        result.classification.findings.some((f) => f.score >= 0.5 && f.start <= at && f.end >= at + decoy.value.length),
      );
      // Mailboxes of departments are reported, but do not raise the level; published figures look like unpublished ones.
      if (covers && !/@|MOP|^380\.6$/.test(decoy.value)) decoysHit.push(decoy.value);
    }
  }

  it('finds nearly every value that is in readable text', () => {
    const lines = [...counts].map(
      ([type, { found, all, missed }]) =>
        `${type} ${found}/${all}${missed.length > 0 ? ` (missed in ${[...new Set(missed)].join(', ')})` : ''}`,
    );
    console.info(`recall by type: ${lines.join('; ')}`);
    for (const [type, { found, all }] of counts) {
      const floor = type === 'financial_figure' ? 0.85 : type === 'person_name' ? 0.97 : 1;
      expect(found / all, type).toBeGreaterThanOrEqual(floor);
    }
  });

  it('takes no decoy for personal data', () => {
    expect(decoys).toBeGreaterThan(40);
    expect(decoysHit).toEqual([]);
  });
});

describe('classifyFile', () => {
  it('classifies the name of a file too', async () => {
    const bytes = new TextEncoder().encode('nothing to see');
    const named = await extractAndClassify({ bytes, name: '身份證 A123456(3).txt' });
    expect(named.classification.level).toBe('restricted');
    expect((await extractAndClassify({ bytes })).classification.level).toBe('internal');
  });

  it('refuses input over the limit without looking into it', async () => {
    const { classification } = await extractAndClassify(
      { bytes: new Uint8Array(2000) },
      { limits: { inputBytes: 1000 } },
    );
    expect(classification).toMatchObject({ level: 'restricted', extracted: 'none', problem: 'unreadable.too_large' });
  });
});
