import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { FINDING_TYPES, findingTypeSchema } from '../model/classification.ts';
import { classifyText } from './classify.ts';

const DIRECTORY = new URL('../../test/detection/', import.meta.url);

const tableSchema = z.array(
  z.strictObject({
    type: findingTypeSchema,
    found: z.array(
      z.strictObject({ text: z.string(), score: z.number(), check: z.enum(['ok', 'fail', 'none']).optional() }),
    ),
    not: z.array(z.string()),
  }),
);

const files = readdirSync(DIRECTORY).filter((file) => file.endsWith('.yaml'));
const tables = files.flatMap((file) => tableSchema.parse(parse(readFileSync(new URL(file, DIRECTORY), 'utf8'))));

it('reads detection tables for most types', () => {
  expect(files.length).toBeGreaterThan(3);
  expect(new Set(tables.map((table) => table.type)).size).toBeGreaterThan(FINDING_TYPES.length - 4);
});

for (const { type, found, not } of tables) {
  describe(type, () => {
    it.each(found)('is found in `$text`', ({ text, score, check }) => {
      const hits = classifyText(text).findings.filter((finding) => finding.type === type && finding.score >= score);
      expect(hits.length, JSON.stringify(classifyText(text).findings)).toBeGreaterThan(0);
      if (check !== undefined) expect(hits.map((hit) => hit.check)).toContain(check);
    });

    it.each(not)('is not found in `%s`', (text) => {
      const hits = classifyText(text).findings.filter((finding) => finding.type === type && finding.score >= 0.5);
      expect(hits).toEqual([]);
    });
  });
}
