import { describe, expect, it } from 'vitest';
import { base64, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { ORIGIN, hasher, testEntry, testKey, testLogOf } from '../../test/support/audit-log.ts';
import { openCheckpoint } from './checkpoint.ts';
import { type Cosigner, addSignatures, cosigner, keyFromSeed } from './cosignature.ts';
import { publishedText } from './memory.ts';
import { parseNote, parseSignatureLine, signNote, signatureLine, verifySignature } from './note.ts';
import { checkPolicy, meetsQuorum, parsePolicy } from './policy-file.ts';
import { parseProofFile, verifyProofFile, writeProofFile } from './proof-file.ts';
import { proveInclusion } from './prove.ts';
import { verifierKeyText } from './vkey.ts';

async function witness(n: number): Promise<Cosigner> {
  return cosigner((await keyFromSeed(`w${n}.test`, 'cosignature-v1', new Uint8Array(32).fill(n))).privateKey);
}

const witnesses = await Promise.all([11, 12, 13, 14].map(witness));
const logKey = await testKey();
const log = await testLogOf(5);
const signed = publishedText(log.tiles)!;
const [w1, w2, w3, w4] = witnesses.map((w) => verifierKeyText(w.key));
const head = `log ${verifierKeyText(logKey.verifier)} https://logs.test/\n`;
const text = `# trust\n${head}\twitness A ${w1}\nwitness B ${w2} https://b.test\n\n witness C ${w3} \nwitness D ${w4}\n`;

async function cosignedBy(...who: readonly number[]): Promise<string> {
  const { text: body } = parseNote(signed);
  const lines = await Promise.all(who.map(async (i) => witnesses[i]!.cosign(body, 1_700_000_000 + i)));
  return addSignatures(signed, lines);
}

describe('cosignatures', () => {
  it('verify with their time, and only over the same body and time', async () => {
    const note = parseNote(await cosignedBy(0));
    const line = note.signatures.at(-1)!;
    const { key } = witnesses[0]!;
    expect(await verifySignature(note.text, line, key)).toEqual({ key, timeSeconds: 1_700_000_000 });
    expect(await verifySignature(`${note.text}x\n`, line, key)).toBeUndefined();
    const later = { ...line, payload: line.payload.slice() };
    later.payload[7] = later.payload[7]! ^ 1;
    expect(await verifySignature(note.text, later, key)).toBeUndefined();
    expect(await verifySignature(note.text, { ...line, payload: line.payload.slice(8) }, key)).toBeUndefined();
    const beyond = { ...line, payload: line.payload.slice() };
    beyond.payload[0] = 0xff;
    expect(await verifySignature(note.text, beyond, key)).toBeUndefined();
  });

  it('are added once and read back from their line', async () => {
    const once = await cosignedBy(0, 1);
    const lines = parseNote(once).signatures.slice(1);
    expect(addSignatures(once, lines)).toBe(once);
    for (const line of lines) expect(parseSignatureLine(signatureLine(line).trimEnd())).toEqual(line);
  });

  it('are not made with a log key, nor log signatures with a cosigner’s', async () => {
    await expect(cosigner(logKey.privateKey)).rejects.toMatchObject({ code: 'log.bad_key' });
  });
});

describe('policy files', () => {
  it('are met by their quorum and by nothing less', async () => {
    const policy = parsePolicy(`${text}group AB any A B\ngroup CD 2 C D\ngroup all all AB CD\nquorum all\n`);
    expect(policy.witnesses.map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D']);
    const cases: readonly (readonly [number[], string])[] = [
      [[], 'quorum_unmet'],
      [[0, 1], 'quorum_unmet'],
      [[0, 2], 'quorum_unmet'],
      [[2, 3], 'quorum_unmet'],
      [[1, 2, 3], 'met'],
      [[0, 1, 2, 3], 'met'],
    ];
    for (const [who, outcome] of cases) {
      const result = await checkPolicy(policy, await cosignedBy(...who));
      expect(result.outcome, String(who)).toBe(outcome);
      if (result.outcome !== 'refused') expect(result.witnesses.map((w) => w.timeSeconds % 100)).toEqual(who);
    }
  });

  it('need the log’s own signature, whatever the witnesses say', async () => {
    const policy = parsePolicy(`${text}quorum A\n`);
    expect(await checkPolicy(policy, await cosignedBy(0))).toMatchObject({ outcome: 'met' });
    const own = signatureLine(parseNote(signed).signatures[0]!);
    const without = (await cosignedBy(0)).replace(own, '');
    expect(await checkPolicy(policy, without)).toEqual({ outcome: 'refused', code: 'log.unknown_key' });
    const other = await testKey(9, 'other.test');
    const elsewhere = parsePolicy(`log ${verifierKeyText(other.verifier)}\nquorum none\n`);
    expect(await checkPolicy(elsewhere, signed)).toEqual({ outcome: 'refused', code: 'log.unknown_key' });
  });

  it('refuse a checkpoint that names another log than the one that signed it', async () => {
    const { text: body } = parseNote(signed);
    const other = await signNote(body.replace(ORIGIN, 'other.test'), [log.signer]);
    const policy = parsePolicy(`${head}quorum none\n`);
    expect(await checkPolicy(policy, other)).toEqual({ outcome: 'refused', code: 'log.origin_mismatch' });
    expect(await checkPolicy(policy, signed)).toMatchObject({ outcome: 'met', witnesses: [] });
  });

  it('refuse a checkpoint with one bad signature of a known witness', async () => {
    const policy = parsePolicy(`${text}group any any A B\nquorum any\n`);
    const note = await cosignedBy(0, 1);
    const last = parseNote(note).signatures.at(-1)!;
    const payload = last.payload.slice();
    payload[20] = payload[20]! ^ 1;
    const bad = note.replace(signatureLine(last), signatureLine({ ...last, payload }));
    expect(await checkPolicy(policy, bad)).toEqual({ outcome: 'refused', code: 'log.bad_signature' });
  });

  it('hold at least 32 logs, witnesses and groups', async () => {
    const lines: string[] = [];
    for (let i = 0; i < 32; i += 1) {
      const own = await keyFromSeed(`l${i}.test`, 'ed25519', new Uint8Array(32).fill(100 + i));
      const w = await keyFromSeed(`x${i}.test`, 'cosignature-v1', new Uint8Array(32).fill(150 + i));
      lines.push(`log ${verifierKeyText(own.verifier)}`, `witness W${i} ${verifierKeyText(w.verifier)}`);
      lines.push(`group G${i} any W${i}`);
    }
    expect(parsePolicy(`${lines.join('\n')}\nquorum G31\n`).groups).toHaveLength(32);
  });

  it('are refused for every rule that they break', () => {
    const bad: readonly string[] = [
      '',
      text,
      `${text}quorum none\nquorum none\n`,
      `${text}quorum E\n`,
      `${text}quorum A B\n`,
      `${text}quorum\n`,
      `quorum A\n${text}`,
      `${text}witness A ${w1}\nquorum none\n`,
      `${text}witness E ${w1}\nquorum none\n`,
      `${text}witness none ${w1}\nquorum none\n`,
      `${text}${head}quorum none\n`,
      `log ${w1}\nquorum none\n`,
      `witness A ${verifierKeyText(logKey.verifier)}\nquorum none\n`,
      `${text}group G 0 A B\nquorum G\n`,
      `${text}group G 3 A B\nquorum G\n`,
      `${text}group G 01 A B\nquorum G\n`,
      `${text}group G any\nquorum none\n`,
      `${text}group G any A A\nquorum G\n`,
      `${text}group G any A E\nquorum G\n`,
      `${text}group G any none\nquorum G\n`,
      `${text}group G any A\ngroup H any A\nquorum H\n`,
      `${text}group G any G\nquorum G\n`,
      `${text}group A any B\nquorum A\n`,
      `${text}threshold 3\nquorum none\n`,
      `${text}quorum none\r\n`,
      `${text}\u007fquorum none\n`,
      `${text}log\nquorum none\n`,
      `${text}witness Z\nquorum none\n`,
      `log ${verifierKeyText(logKey.verifier)} a b\nquorum none\n`,
      '#'.repeat(1_000_001),
    ];
    for (const policy of bad) expect(parseCode(policy), policy.slice(-60)).toBe('log.policy_malformed');
    expect(parseCode('log nonsense\nquorum none\n')).toBe('log.bad_key');
    expect(parseCode(`${text}# 澳門 \u{1f512}\nquorum none`)).toBe('ok');
  });

  it('count a group only when its threshold is reached', () => {
    const policy = parsePolicy(`${text}group G all A B C\nquorum G\n`);
    expect(meetsQuorum(policy, new Set(['A', 'B']))).toBe(false);
    expect(meetsQuorum(policy, new Set(['A', 'B', 'C']))).toBe(true);
    expect(meetsQuorum(policy, new Set(['A', 'B', 'D', 'G2']))).toBe(false);
  });
});

function parseCode(policy: string): string {
  try {
    parsePolicy(policy);
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
}

describe('proof files', () => {
  it('show offline that an entry is in the log, and that another is not', async () => {
    const { root, size } = (await log.state.head())!;
    for (let index = 0; index < size; index += 1) {
      const { proof } = await proveInclusion({ hasher, source: log.tiles }, index, { size, root });
      const file = parseProofFile(writeProofFile({ index, proof, checkpoint: await cosignedBy(0), extra: utf8('x') }));
      const opened = await openCheckpoint(file.checkpoint, logKey.verifier);
      const checkpoint = opened.outcome === 'verified' ? opened.checkpoint : { size: 0, root: new Uint8Array(32) };
      expect(verifyProofFile(hasher, file, checkpoint, testEntry(index))).toEqual({ outcome: 'verified', index });
      expect(verifyProofFile(hasher, file, checkpoint, testEntry(index + 1))).toEqual({
        outcome: 'refused',
        code: 'log.proof_mismatch',
      });
    }
  });

  it('are refused when they deviate in any way', () => {
    const hash = base64(new Uint8Array(32));
    const bad = [
      '',
      'c2sp.org/tlog-proof@v1\nindex 0\n\n',
      'c2sp.org/tlog-proof@v1\nindex 0\ncheckpoint\n',
      'c2sp.org/tlog-proof@v1\nindex 0\n\nno newline',
      'c2sp.org/tlog-proof@v2\nindex 0\n\nx\n',
      'c2sp.org/tlog-proof@v1\nindex 00\n\nx\n',
      'c2sp.org/tlog-proof@v1\nindex 9007199254740993\n\nx\n',
      'c2sp.org/tlog-proof@v1\nindex 0 \n\nx\n',
      'c2sp.org/tlog-proof@v1\nindex 0\nextra eHg=\n\nx\n',
      `c2sp.org/tlog-proof@v1\nindex 0\n${`${hash}\n`.repeat(65)}\nx\n`,
      `c2sp.org/tlog-proof@v1\nindex 0\n${hash.slice(0, -1)}\n\nx\n`,
      `c2sp.org/tlog-proof@v1\nindex 0\n\n${'x'.repeat(1_000_001)}\n`,
    ];
    for (const proof of bad) {
      expect(() => parseProofFile(proof), proof.slice(0, 80)).toThrow('the proof file is malformed');
    }
    expect(parseProofFile('c2sp.org/tlog-proof@v1\nindex 7\n\nx\n').index).toBe(7);
  });

  it('carry the origin of their log', () => {
    expect(signed.startsWith(`${ORIGIN}\n5\n`)).toBe(true);
  });
});
