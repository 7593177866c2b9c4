/** The readers and the counting of `npm run eval -- detect`. */
import { describe, expect, it } from 'vitest';
import { fromTags, readCluener, readMultipriv, readOwn, readPresidio, readTagged } from '../scripts/eval/readers.ts';
import { scoreSet } from '../scripts/eval/score.ts';

const valuesOf = ({ text, spans }: { text: string; spans: readonly { start: number; end: number; type: string }[] }) =>
  spans.map(({ start, end, type }) => [type, text.slice(start, end)]);

describe('readers', () => {
  it('read our own lines and leave types out that are none', () => {
    const line = {
      text: 'Ana mora aqui',
      spans: [
        { start: 0, end: 3, type: 'person_name' },
        { start: 4, end: 8, type: 'X' },
      ],
    };
    expect(readOwn(`${JSON.stringify(line)}\n\n`).map(valuesOf)).toEqual([[['person_name', 'Ana']]]);
  });

  it('join the pieces of an address that presidio-research cuts', () => {
    const full_text = 'Ana, 12 Rua Nova\nApt. 3\nPorto 4000 in Portugal';
    const span = (value: string, entity_type: string) => ({
      entity_type,
      start_position: full_text.indexOf(value),
      end_position: full_text.indexOf(value) + value.length,
    });
    const spans = [
      span('Ana', 'PERSON'),
      span('12', 'STREET_ADDRESS'),
      span('Rua Nova', 'STREET_ADDRESS'),
      span('Apt. 3', 'STREET_ADDRESS'),
      span('Porto', 'GPE'),
      span('4000', 'ZIP_CODE'),
      span('Portugal', 'GPE'),
    ];
    expect(readPresidio(JSON.stringify([{ full_text, spans }])).map(valuesOf)).toEqual([
      [
        ['person_name', 'Ana'],
        ['address', '12 Rua Nova\nApt. 3\nPorto 4000'],
      ],
    ]);
  });

  it('read tagged tokens with and without blanks between them', () => {
    expect(readTagged('陳 B-NAME\n大 M-NAME\n文 E-NAME\n到 O\n\n到 O\n', '').map(valuesOf)).toEqual([
      [['person_name', '陳大文']],
      [],
    ]);
    expect(readTagged('0\tAna\tB-PER\n1\tReis\tI-PER\n2\te\tO\n3\tRui\tB-PER\n', ' ').map(valuesOf)).toEqual([
      [
        ['person_name', 'Ana Reis'],
        ['person_name', 'Rui'],
      ],
    ]);
  });

  it('keep neighbours apart that begin anew', () => {
    expect(valuesOf(fromTags(['a', 'b'], ['B-PER', 'B-PER'], ''))).toEqual([
      ['person_name', 'a'],
      ['person_name', 'b'],
    ]);
  });

  it('read ends of CLUENER as inclusive and big numbers of MultiPriv as they stand', () => {
    expect(readCluener('{"text":"温格来了","label":{"name":{"温格":[[0,1]]},"scene":{}}}').map(valuesOf)).toEqual([
      [['person_name', '温格']],
    ]);
    const one =
      '{"name": "白雅", "location": "路1号", "doctor": "", "idCardNumbers": 110101190212310205, "emailAddress": "a@b.cn", "phoneNumbers": "1", "naturalParagraph": "白雅住路1号，110101190212310205"}';
    expect(readMultipriv(`[${one}]`).map(valuesOf)).toEqual([
      [
        ['person_name', '白雅'],
        ['address', '路1号'],
        ['cn_resident_id', '110101190212310205'],
      ],
    ]);
  });
});

describe('counting', () => {
  const set = {
    name: 'x',
    source: '',
    complete: true,
    types: ['person_name' as const],
    texts: [
      { text: 'Ana Reis', spans: [{ start: 0, end: 8, type: 'person_name' as const }] },
      { text: 'nobody', spans: [] },
    ],
  };

  it('tells exact from overlapping finds, and false alarms', () => {
    const score = scoreSet(set, () => [{ start: 0, end: 3, type: 'person_name' }]);
    expect(score.types['person_name']).toMatchObject({
      gold: 1,
      found: 2,
      exact: { f1: 0 },
      overlap: { precision: 0.5, recall: 1 },
    });
    expect(score).toMatchObject({ textRecall: 1, falseAlarms: 1 });
  });

  it('is perfect when everything is right', () => {
    const score = scoreSet(set, (text) => (text === 'nobody' ? [] : [{ start: 0, end: 8, type: 'person_name' }]));
    expect(score.overall.exact).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(score.falseAlarms).toBe(0);
  });
});
