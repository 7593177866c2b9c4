/** Trust policies (c2sp.org/tlog-policy): which logs, which witnesses, and how many of them must have cosigned. */
import { equal } from '../base/bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type LogCode, LOG } from './errors.ts';
import { type VerifiedSignature, parseNote, verifyNote } from './note.ts';
import { type VerifierKey, parseVerifierKey } from './vkey.ts';

export type PolicyLog = { readonly key: VerifierKey; readonly url?: string };
export type PolicyWitness = { readonly name: string; readonly key: VerifierKey; readonly url?: string };
export type PolicyGroup = { readonly name: string; readonly threshold: number; readonly members: readonly string[] };

export type LogPolicy = {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** Name of the witness or group that must have cosigned; undefined when none must. */
  readonly quorum: string | undefined;
};

const MAX_POLICY_CHARS = 1_000_000;
const MAX_ITEMS = 1024;
/** White space in this format is space and tab only. */
const SPACE = /[ \t]+/;

type Draft = { logs: PolicyLog[]; witnesses: PolicyWitness[]; groups: PolicyGroup[]; quorum: string[] };

/**
 * Returns the policy in a text of lines `log`, `witness`, `group` and exactly one `quorum`; `#` begins a comment line.
 *
 * @throws `log.policy_malformed` (with the line number), `log.bad_key`: unknown keyword, a name used twice or before
 * its definition, a key of the wrong type or used twice, a threshold outside 1..members, no quorum.
 */
export function parsePolicy(text: string): LogPolicy {
  if (text.length > MAX_POLICY_CHARS || /[^\n\t\x20-\x7e\u{80}-\u{10ffff}]/u.test(text))
    throw LOG.policy_malformed({ line: 0 });
  const draft: Draft = { logs: [], witnesses: [], groups: [], quorum: [] };
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.replace(/^[ \t]+|[ \t]+$/g, '');
    if (line === '' || line.startsWith('#')) continue;
    const [keyword, ...words] = line.split(SPACE);
    if (!addLine(draft, keyword, words)) throw LOG.policy_malformed({ line: i + 1 });
  }
  const [quorum, ...more] = draft.quorum;
  if (quorum === undefined || more.length > 0) throw LOG.policy_malformed({ reason: 'quorum' });
  const { logs, witnesses, groups } = draft;
  return { logs, witnesses, groups, quorum: quorum === 'none' ? undefined : quorum };
}

function addLine(draft: Draft, keyword: string | undefined, words: readonly string[]): boolean {
  const total = draft.logs.length + draft.witnesses.length + draft.groups.length;
  if (total >= MAX_ITEMS) return false;
  if (keyword === 'log') return addLog(draft, words);
  if (keyword === 'witness') return addWitness(draft, words);
  if (keyword === 'group') return addGroup(draft, words);
  return keyword === 'quorum' && addQuorum(draft, words);
}

function addLog(draft: Draft, [vkey, url, ...rest]: readonly string[]): boolean {
  if (vkey === undefined || rest.length > 0) return false;
  const key = parseVerifierKey(vkey);
  if (key.type !== 'ed25519' || draft.logs.some((log) => hasSameBytes(log.key, key))) return false;
  draft.logs.push(url === undefined ? { key } : { key, url });
  return true;
}

function addWitness(draft: Draft, [name, vkey, url, ...rest]: readonly string[]): boolean {
  if (name === undefined || vkey === undefined || rest.length > 0 || !isNewName(draft, name)) return false;
  const key = parseVerifierKey(vkey);
  // One key counted under two names would let one witness fill a quorum of two.
  if (key.type !== 'cosignature-v1' || draft.witnesses.some((other) => hasSameBytes(other.key, key))) return false;
  draft.witnesses.push(url === undefined ? { name, key } : { name, key, url });
  return true;
}

/** Duplicates in the words of the specification: the same public key, whatever its name. */
function hasSameBytes(a: VerifierKey, b: VerifierKey): boolean {
  return equal(a.publicKey, b.publicKey);
}

function addGroup(draft: Draft, [name, count, ...members]: readonly string[]): boolean {
  if (name === undefined || count === undefined || !isNewName(draft, name) || members.length === 0) return false;
  // A name is a member once in the whole file, so that no witness counts towards the quorum in two ways.
  const used = [...draft.groups.flatMap((group) => group.members), ...members];
  if (new Set(used).size !== used.length || members.some((member) => !isDefined(draft, member))) return false;
  const threshold = thresholdOf(count, members.length);
  if (threshold === undefined) return false;
  draft.groups.push({ name, threshold, members });
  return true;
}

function thresholdOf(count: string, members: number): number | undefined {
  if (count === 'all') return members;
  if (count === 'any') return 1;
  const threshold = /^[1-9]\d{0,3}$/.test(count) ? Number(count) : members + 1;
  return threshold <= members ? threshold : undefined;
}

function addQuorum(draft: Draft, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined || rest.length > 0 || (name !== 'none' && !isDefined(draft, name))) return false;
  draft.quorum.push(name);
  return true;
}

function isDefined(draft: Draft, name: string): boolean {
  return draft.witnesses.some((witness) => witness.name === name) || draft.groups.some((group) => group.name === name);
}

function isNewName(draft: Draft, name: string): boolean {
  return name !== 'none' && !isDefined(draft, name);
}

/** Returns whether a set of witness names satisfies the policy's quorum. Members are defined before their group. */
export function meetsQuorum(policy: LogPolicy, cosigned: ReadonlySet<string>): boolean {
  const met = new Set(cosigned);
  for (const group of policy.groups) {
    if (group.members.filter((member) => met.has(member)).length >= group.threshold) met.add(group.name);
  }
  return policy.quorum === undefined || met.has(policy.quorum);
}

export type PolicyCheck =
  | { readonly outcome: 'met'; readonly checkpoint: Checkpoint; readonly witnesses: readonly Cosigned[] }
  /** The log's signature is valid, the quorum is not reached. */
  | {
      readonly outcome: 'quorum_unmet';
      readonly code: 'log.quorum_unmet';
      readonly checkpoint: Checkpoint;
      readonly witnesses: readonly Cosigned[];
    }
  | { readonly outcome: 'refused'; readonly code: LogCode };

/** A witness that cosigned, and when it says it did (POSIX seconds). */
export type Cosigned = { readonly name: string; readonly timeSeconds: number };

/**
 * Returns whether a checkpoint satisfies the policy: signed by a log of the policy whose key name is its origin, and
 * cosigned by a quorum. A signature of a known key that does not verify refuses the checkpoint.
 *
 * @throws `log.note_malformed`, `log.checkpoint_malformed`
 */
export async function checkPolicy(policy: LogPolicy, checkpointText: string | Uint8Array): Promise<PolicyCheck> {
  const note = parseNote(checkpointText);
  const keys = [...policy.logs.map((log) => log.key), ...policy.witnesses.map((witness) => witness.key)];
  const checked = await verifyNote(note, keys);
  if (checked.outcome === 'refused') return checked;
  const checkpoint = parseCheckpoint(note.text);
  const signedByLog = checked.by.filter(({ key }) => policy.logs.some((log) => log.key === key));
  if (signedByLog.length === 0) return { outcome: 'refused', code: 'log.unknown_key' };
  if (!signedByLog.some(({ key }) => key.name === checkpoint.origin)) {
    return { outcome: 'refused', code: 'log.origin_mismatch' };
  }
  const witnesses = policy.witnesses.flatMap((witness) => cosignedBy(witness, checked.by));
  return meetsQuorum(policy, new Set(witnesses.map(({ name }) => name)))
    ? { outcome: 'met', checkpoint, witnesses }
    : { outcome: 'quorum_unmet', code: 'log.quorum_unmet', checkpoint, witnesses };
}

function cosignedBy(witness: PolicyWitness, by: readonly VerifiedSignature[]): readonly Cosigned[] {
  const signature = by.find(({ key }) => key === witness.key);
  // A time of 0 means that the cosigner makes no statement about when; it still counts as having seen the log.
  return signature === undefined ? [] : [{ name: witness.name, timeSeconds: signature.timeSeconds ?? 0 }];
}
