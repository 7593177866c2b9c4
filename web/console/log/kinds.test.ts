import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '../../../src/transfers/audit.ts';
import { actorText, kindText, outcomeText } from './kinds.ts';

const translation = { t: (id: string) => `<${id}>` };

describe('kindText', () => {
  it.each(EVENT_KINDS)('has words for `%s`', (kind) => {
    expect(kindText(translation, kind)).toMatch(new RegExp(`^<(log\\.kind|timeline)\\.${kind}>$`));
  });

  it('shows a kind of a newer server as it is', () => {
    expect(kindText(translation, 'moon.landed')).toBe('moon.landed');
  });
});

describe('actorText and outcomeText', () => {
  it('say fixed words for what is no name, and leave names alone', () => {
    expect(actorText(translation, 'system')).toBe('<timeline.system>');
    expect(actorText(translation, 'recipient')).toBe('<log.recipient>');
    expect(actorText(translation, '陳大文')).toBe('陳大文');
    expect(outcomeText(translation, 'held')).toBe('<log.outcome.held>');
    expect(outcomeText(translation, null)).toBeNull();
  });
});
