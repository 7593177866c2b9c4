import { describe, expect, it } from 'vitest';
import { formatsFor } from './format.ts';
import { initialLocale } from './locale.ts';

describe('formatsFor', () => {
  it('shows the zone with every time, without brackets', () => {
    for (const tag of ['zh-Hant-MO', 'zh-Hans-CN', 'pt-PT', 'en-GB']) {
      expect(formatsFor(tag).dateTime('2026-11-23T06:00:00.000Z')).toMatch(/:00 [A-Z]{2,4}(?:[+-]\d+)?$/);
    }
  });

  it('writes bytes as bytes and larger counts in units', () => {
    const { bytes } = formatsFor('en-GB');
    expect([0, 618, 1500, 1_482_113].map(bytes)).toEqual(['0 bytes', '618 bytes', '1.5 kB', '1.5 MB']);
  });

  it('does not round a share up to the whole', () => {
    expect(formatsFor('en-GB').percent(0.999812)).toBe('99.9812%');
  });

  it('says durations in words and leaves other texts alone', () => {
    const { duration } = formatsFor('pt-PT');
    expect([duration('P8D'), duration('P10W'), duration('antes do envio')]).toEqual([
      '8 dias',
      '10 semanas',
      'antes do envio',
    ]);
  });

  it('leaves what is no place code as it is', () => {
    expect(formatsFor('en-GB').place('unknown')).toBe('unknown');
  });
});

describe('initialLocale', () => {
  it('takes the stored language, else the best of the browser', () => {
    expect(initialLocale('pt', ['en'])).toBe('pt');
    expect(initialLocale('xx', ['zh-CN'])).toBe('zh-Hans');
    expect(initialLocale(null, ['fr'])).toBe('zh-Hant');
  });
});
