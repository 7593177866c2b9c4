import { expect, it } from 'vitest';
import { normalise } from '../scan/normalise.ts';
import { SHAPE, tokenise } from './tokens.ts';

function units(text: string): [string, number][] {
  const { codes } = normalise(text);
  const { length, start, end, shape } = tokenise(codes);
  return Array.from({ length }, (_, i) => [text.slice(start[i], end[i]), shape[i] ?? 0]);
}

it('takes each Han character by itself, also those beyond the basic plane', () => {
  expect(units('陳𠮷')).toEqual([
    ['陳', SHAPE.han],
    ['𠮷', SHAPE.han],
  ]);
});

it('keeps an apostrophe in a name, but not a possessive or a short form', () => {
  expect(units("O'Brien's I'm D’Almeida").map(([text]) => text)).toEqual([
    "O'Brien",
    "'",
    's',
    'I',
    "'",
    'm',
    'D’Almeida',
  ]);
});

it('tells the shapes of words', () => {
  expect(units('ana Ana A ANA McA 4b 12 ç Ç Дом').map(([, shape]) => shape)).toEqual([
    SHAPE.lower,
    SHAPE.capital,
    SHAPE.initial,
    SHAPE.upper,
    SHAPE.mixed,
    SHAPE.code,
    SHAPE.number,
    SHAPE.lower,
    SHAPE.initial,
    SHAPE.other,
  ]);
});

it('tells a line end from an empty line, with blanks in between', () => {
  expect(units('a\nb\n \nc').map(([, shape]) => shape)).toEqual([
    SHAPE.lower,
    SHAPE.lineEnd,
    SHAPE.lower,
    SHAPE.blankLine,
    SHAPE.lower,
  ]);
});

it('survives lone surrogates and endless words', () => {
  expect(units('\ud840').length).toBe(1);
  expect(units('a'.repeat(1000)).length).toBe(16);
});
