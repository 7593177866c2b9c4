import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { registerFilterSchema } from '../../../src/model/api/register.ts';
import { registerSearchOf } from './search.ts';

it('keeps what is a filter and leaves out the rest', () => {
  expect(registerSearchOf({ from: '2026-01-01', level: 'secret', moon: 1, crossing: true })).toEqual({
    from: '2026-01-01',
    crossing: true,
  });
});

it('never fails, whatever stands in the address', () => {
  const name = fc.oneof(fc.constantFrom(...Object.keys(registerFilterSchema.shape)), fc.string());
  fc.assert(
    fc.property(fc.dictionary(name, fc.anything()), (search) => {
      expect(registerFilterSchema.safeParse(registerSearchOf(search)).success).toBe(true);
    }),
  );
});
