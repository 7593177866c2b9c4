import { afterAll, expect, it } from 'vitest';
import { generateIdentity, openWith, recipientOf } from './envelope.ts';
import { createEnvelopePool } from './envelope-pool-node.ts';

const pool = createEnvelopePool();
afterAll(() => pool.close());

it('seals many envelopes at once, each to its own recipient', async () => {
  const identities = await Promise.all([generateIdentity(), generateIdentity()]);
  const recipients = await Promise.all(identities.map((one) => recipientOf(one)));
  const made = await Promise.all(
    Array.from({ length: 20 }, (_, n) => pool.seal(recipients[n % 2] ?? '', Uint8Array.of(n))),
  );
  for (const [n, envelope] of made.entries())
    expect(await openWith(identities[n % 2] ?? '', envelope)).toEqual(Uint8Array.of(n));
});

it('says of a recipient that is none what sealTo says', async () => {
  await expect(pool.seal('age1pq1nobody', Uint8Array.of(1))).rejects.toMatchObject({ code: 'seal.bad_recipient' });
});

it('goes on when its thread has ended', async () => {
  const identity = await generateIdentity();
  const recipient = await recipientOf(identity);
  await pool.seal(recipient, Uint8Array.of(1));
  await pool.close();
  expect(await openWith(identity, await pool.seal(recipient, Uint8Array.of(2)))).toEqual(Uint8Array.of(2));
});
