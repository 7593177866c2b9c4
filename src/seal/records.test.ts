import { describe, expect, it } from 'vitest';
import { generateIdentity, openWith, recipientOf, sealTo } from './envelope.ts';
import { utf8 } from '../base/bytes.ts';
import { nodeCrypto } from './node-crypto.ts';
import { checkRecordsShare, createRecordsKey, joinRecordsShares, splitRecordsIdentity } from './records.ts';
import { webCrypto } from './web-crypto.ts';

const key = await createRecordsKey(nodeCrypto);
const [one, two, three] = key.shares;
const join = (...texts: string[]) => joinRecordsShares(nodeCrypto, texts, key.recipient);

describe('records key', () => {
  it('comes back from any two officers and from all three', async () => {
    const envelope = await sealTo(key.recipient, utf8('records'));
    for (const pair of [
      [one, two],
      [three, one],
      [two, three],
      [one, two, three],
    ]) {
      expect(await openWith(await join(...pair), envelope)).toEqual(utf8('records'));
    }
    expect(await joinRecordsShares(webCrypto, [one, two], key.recipient)).toBe(await join(one, two));
  });

  it('does not come back from one officer, nor from one share given twice', async () => {
    for (const texts of [[], [one], [one, one], [one, two, two]]) {
      await expect(join(...texts)).rejects.toMatchObject({ code: 'seal.records_mismatch' });
    }
  });

  it('is written in groups that can be read aloud and typed in any style', async () => {
    expect(one).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){17}[0-9A-HJKMNP-TV-Z]{4}$/);
    const spoken = two.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await join(one, `  ${spoken}\n`)).toMatch(/^AGE-SECRET-KEY-PQ-1/);
    expect(await checkRecordsShare(nodeCrypto, spoken, key.recipient)).toBe(2);
  });

  it('notices every single mistyped character, cut, and swap of neighbours', async () => {
    const bad = (text: string) =>
      expect(checkRecordsShare(nodeCrypto, text, key.recipient)).rejects.toMatchObject({
        code: 'seal.bad_records_share',
      });
    for (let at = 0; at < one.length; at += 1) {
      const [here = '', next = ''] = [one[at], one[at + 1]];
      if (here === '-') continue;
      await bad(`${one.slice(0, at)}${here === '7' ? '8' : '7'}${one.slice(at + 1)}`);
      if (next !== '-' && next !== '' && next !== here) await bad(one.slice(0, at) + next + here + one.slice(at + 2));
    }
    for (const text of ['', 'U'.repeat(72), one.slice(0, -1), `${one}0`, '0'.repeat(72), '😀'.repeat(72)])
      await bad(text);
  });

  it('notices a share of another key, and a share that was forged with a good checksum', async () => {
    const other = await createRecordsKey(nodeCrypto);
    await expect(join(one, other.shares[1])).rejects.toMatchObject({ code: 'seal.bad_records_share' });
    // The same identity split again: both texts are good, but they are points of two different lines.
    const identity = await join(one, two);
    const again = await splitRecordsIdentity(nodeCrypto, identity);
    await expect(join(one, again[1])).rejects.toMatchObject({ code: 'seal.records_mismatch' });
    expect(await recipientOf(identity)).toBe(key.recipient);
  });

  it('is never a classic identity', async () => {
    const classic = 'AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6';
    await expect(splitRecordsIdentity(nodeCrypto, classic)).rejects.toMatchObject({ code: 'seal.bad_key' });
    expect((await splitRecordsIdentity(nodeCrypto, await generateIdentity())).length).toBe(3);
  });
});
