import { describe, expect, it } from 'vitest';
import { nameWithin, withNeighbours } from './name-shape.ts';

/** The presumed name stands in square brackets. */
function within(marked: string): string | null {
  const start = marked.indexOf('[');
  const end = marked.indexOf(']') - 1;
  const text = marked.replace(/[[\]]/g, '');
  const bounds = nameWithin(text, start, end);
  return bounds === null ? null : text.slice(bounds.start, bounds.end);
}

describe('a presumed name', () => {
  it.each([
    ['由下月起，[鄺嘉將]調往採購部', '鄺嘉'],
    ['有[吴嘉等]员工出席', '吴嘉'],
    ['本人[譚俊然之]收款帳號', '譚俊然'],
    ['請找[陳先生]', '陳'],
    ['司機[梁生]到了', '梁'],
    ['[李永和]負責', '李永和'],
    ['[I, Thomas Barlow], agree', 'Thomas Barlow'],
    ['[DOUGLAS SANTOS SOUZA - AUTORI]', 'DOUGLAS SANTOS SOUZA'],
  ])('%s ends where the name ends', (marked, wanted) => {
    expect(within(marked)).toBe(wanted);
  });

  it.each([
    '金額[伍佰元整]，請',
    '运[单号]：SF1234',
    '先[付清余]款再发货',
    '[毛重] 24 kg',
    '[韩亚]银行的借记卡',
    'dinner at the [Beerze Country Club]',
    '[Jones], Smith and Davis Orchestra played',
    'in [Nathan] Road, Kowloon',
    'fomos à [Clínica Amostra] ontem',
    'na Rua [Pedro Coutinho], 12',
    '[Mark] the parcel',
    'we work for [Nera Economic Consulting]',
  ])('%s is nobody', (marked) => {
    expect(within(marked)).toBeNull();
  });
});

describe('words beside a name', () => {
  const kinds = new Map([
    ['Walter', 'name'],
    ['WALTER', 'name'],
    ['Ministro', 'other'],
    ['Relator', 'other'],
  ] as const);
  it.each([
    ['DES. WALTER [LUIZ DE MELO] RELATOR', 'WALTER LUIZ DE MELO RELATOR'],
    ['Ministro Walter [Luiz] da Silva', 'Walter Luiz da Silva'],
    ['o Ministro [Luiz Melo] Relator', 'Luiz Melo'],
    ['[Ana Sousa] and others', 'Ana Sousa'],
  ])('%s: those that may be names belong to it', (marked, wanted) => {
    const start = marked.indexOf('[');
    const end = marked.indexOf(']') - 1;
    const text = marked.replace(/[[\]]/g, '');
    const bounds = withNeighbours(text, { start, end }, (from, to) => {
      for (const [word, kind] of kinds) if (word === text.slice(from, to)) return kind;
      return 'unknown';
    });
    expect(text.slice(bounds.start, bounds.end)).toBe(wanted);
  });
});
