import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateIdentity, openWith, recipientOf, sealTo } from './envelope.ts';
import { createHybridStanza } from './hybrid-node.ts';

const hybrid = createHybridStanza();

describe('the fast hybrid stanza', () => {
  it('writes envelopes that the library opens, and opens those of the library', async () => {
    const identity = await generateIdentity();
    const recipient = await recipientOf(identity);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (plaintext) => {
        expect(await openWith(identity, await sealTo(recipient, plaintext, hybrid))).toEqual(new Uint8Array(plaintext));
        expect(await openWith(identity, await sealTo(recipient, plaintext), hybrid)).toEqual(new Uint8Array(plaintext));
        expect(await openWith(identity, await sealTo(recipient, plaintext, hybrid), hybrid)).toEqual(
          new Uint8Array(plaintext),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('tells an envelope for somebody else from a damaged one', async () => {
    const [mine, other] = [await generateIdentity(), await generateIdentity()];
    const envelope = await sealTo(await recipientOf(other), new Uint8Array(32), hybrid);
    await expect(openWith(mine, envelope, hybrid)).rejects.toMatchObject({ code: 'seal.wrong_identity' });
    const damaged = envelope.slice();
    damaged[damaged.length - 1] = (damaged[damaged.length - 1] ?? 0) ^ 1;
    await expect(openWith(other, damaged, hybrid)).rejects.toMatchObject({ code: 'seal.bad_envelope' });
  });

  it('refuses recipients and identities that are none', async () => {
    const recipient = await recipientOf(await generateIdentity());
    const wrong = `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`;
    await expect(sealTo(wrong, new Uint8Array(1), hybrid)).rejects.toMatchObject({ code: 'seal.bad_recipient' });
    expect(() => hybrid.unwrap('AGE-SECRET-KEY-PQ-1QQQ', new Uint8Array(1120), new Uint8Array(32))).toThrow();
  });
});
