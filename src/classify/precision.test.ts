import { expect, it } from 'vitest';
import { fillTemplates } from '../../test/eval/fill.ts';
import { drawFrom } from '../../test/eval/values.ts';
import { classifyText } from './classify.ts';

/** Business text without personal data, filled with other order numbers, prices and dates each time. */
const texts = fillTemplates(6, 77).filter(({ negative }) => negative);

it('finds nothing that counts in business text without personal data', () => {
  expect(texts.length).toBeGreaterThan(400);
  const alarms = texts.flatMap(({ id, text }) =>
    classifyText(text)
      .findings.filter(({ score }) => score >= 0.5)
      .map(({ type, start, end }) => `${id}: ${type} ${text.slice(start, end)}`),
  );
  expect(alarms).toEqual([]);
});

it('takes hardly any bare number for one with a check digit', () => {
  const draw = drawFrom(11);
  const lines = Array.from(
    { length: 8000 },
    () =>
      `${draw.pick(['出貨 ', 'qty ', 'total ', '規格 ', 'see ', 'lote '])}${draw.digits(draw.pick([7, 9, 10, 12, 14, 15, 16, 17, 18, 19, 20]))}${draw.pick(['。', ' pcs', ' 件'])}`,
  );
  const findings = classifyText(lines.join('\n\n')).findings.filter(
    ({ score, check }) => score >= 0.5 && check === 'ok',
  );
  // One in ten numbers of sixteen digits with a card's first digits passes Luhn's test.
  expect(findings.length).toBeLessThan(16);
});
