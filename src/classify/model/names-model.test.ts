import { describe, expect, it } from 'vitest';
import { classifyText } from '../classify.ts';
import { readShippedNamesModel } from './names-model-node.ts';
import { readModel } from './names-model.ts';
import { readFileSync, statSync } from 'node:fs';

const FILE = new URL('names.bin', import.meta.url);
const names = readShippedNamesModel();

function found(text: string, type: string): string[] {
  return classifyText(text, { names })
    .findings.filter((finding) => finding.type === type && finding.score >= 0.5)
    .map(({ start, end }) => text.slice(start, end));
}

describe('names in running text, without a label or a title', () => {
  it.each([
    ['昨天陳大文把報價單交給了李美玲，兩人都同意下週再談。', ['陳大文', '李美玲']],
    ['项目由王晓明负责，欧阳娜娜下周接手。', ['王晓明', '欧阳娜娜']],
    ['We hired Chan Tai Man last week, and Kevin Johnson is leaving.', ['Chan Tai Man', 'Kevin Johnson']],
    [
      'Ontem a Maria do Rosário de Sousa falou com Lei Ka Hou sobre as obras.',
      ['Maria do Rosário de Sousa', 'Lei Ka Hou'],
    ],
    ['RECORRENTE : ANTÓNIO MANUEL DA SILVA FERREIRA', ['ANTÓNIO MANUEL DA SILVA FERREIRA']],
  ])('%s', (text, wanted) => {
    expect(found(text, 'person_name')).toEqual(wanted);
  });
});

describe('words that look like names', () => {
  it.each([
    '大家都很高興，周年方案已經通過，黃金價格平穩，白色那款有貨。',
    '张先生的方案成本偏高，温度和安全方面任何时候都要严格管理。'.slice(3),
    'Will the Rose Garden hotel in Porto open in May or in June?',
    'Mark the parcel and grant access to the main branch in Lima.',
    'O Porto fica no norte, e a Costa Nova tem boas praias em Maio.',
    '銷售額同比增長一成，主要原因是運費和匯率變動。',
  ])('%s', (text) => {
    expect(found(text, 'person_name')).toEqual([]);
  });
});

describe('addresses', () => {
  it.each([
    ['我住在澳門氹仔成都街123號濠庭都會第5座18樓B，歡迎來坐。', '澳門氹仔成都街123號濠庭都會第5座18樓B'],
    ['请寄到广东省珠海市香洲区情侣中路88号3栋1单元1203室。', '广东省珠海市香洲区情侣中路88号3栋1单元1203室'],
    [
      'Please ship it to Flat B, 12/F, Wing Hing Building, 88 Nathan Road, Kowloon by Friday.',
      'Flat B, 12/F, Wing Hing Building, 88 Nathan Road, Kowloon',
    ],
    [
      'Moro na Rua de Santa Catarina, n.º 45, 3.º esq., 4000-123 Porto desde sempre.',
      'Rua de Santa Catarina, n.º 45, 3.º esq., 4000-123 Porto',
    ],
  ])('%s', (text, wanted) => {
    expect(found(text, 'address')).toEqual([wanted]);
  });
});

describe('the file', () => {
  it('is small enough to be loaded', () => {
    expect(statSync(FILE).size).toBeLessThanOrEqual(1_500_000);
  });

  it('is refused when it is something else, cut short or altered', () => {
    const bytes = new Uint8Array(readFileSync(FILE));
    expect(() => readModel(new Uint8Array([1, 2, 3, 4, 5]))).toThrow();
    expect(() => readModel(bytes.subarray(0, 1000))).toThrow();
  });
});

it('survives any text: lone surrogates, nothing but line ends, a megabyte of one character', () => {
  for (const text of [
    '',
    '\ud800',
    '\n'.repeat(5000),
    '王'.repeat(50_000),
    'Aa '.repeat(20_000),
    '\udfff王\ud83d'.repeat(99),
  ])
    for (const { start, end } of classifyText(text, { names }).findings) expect(end).toBeGreaterThan(start);
});
