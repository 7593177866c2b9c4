import { describe, expect, it } from 'vitest';
import { classifyText } from './classify.ts';

const LENGTH = 300_000;

/**
 * Inputs that make naive expressions quadratic or worse. No clock is asserted: a quadratic step would take minutes here and
 * run into the time limit of the test; bench/classify.ts measures the ratio to normal text.
 */
describe('a long hostile text comes to an end', () => {
  it.each([
    'a',
    'A',
    '1',
    '(',
    '@',
    '<',
    '\n',
    '\u200b',
    '1 ',
    'a@',
    'a.',
    '+1',
    '://',
    '<<\n',
    '身份證',
    '姓名王',
    '姓名,',
    '姓名\t',
    '澳門1',
    'Mr Aa ',
    '肝炎',
    'password=',
    'eyJ',
    '-----BEGIN ',
    'Aa, ',
    '陳大文,',
    '"',
    '確診肝炎',
    'A123456(3)',
    '13800138000 ',
    'MOP 1,000 salary ',
  ])('%j', (piece) => {
    const result = classifyText(piece.repeat(LENGTH / piece.length));
    expect(result.findings.length).toBeLessThan(LENGTH);
  });
});
