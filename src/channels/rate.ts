/** Token buckets: pure arithmetic and the vendors' limits. The row that holds a bucket's state is the store's. */

export type BucketSpec = { readonly capacity: number; readonly perMs: number };

export type BucketState = { readonly tokens: number; readonly updatedAt: Date };

export type TakeResult =
  | { readonly ok: true; readonly state: BucketState }
  | { readonly ok: false; readonly waitMs: number; readonly state: BucketState };

/** `count` messages in any `windowMs` in the long run, and no more than `count` at once. */
function bucket(count: number, windowMs: number): BucketSpec {
  return { capacity: count, perMs: count / windowMs };
}

/**
 * Limits per connection, a little below the vendors' own. DingTalk blocks a robot for ten minutes above 20 in a minute: nine at once
 * and nine a minute stay below 18 in every minute, whichever minute is looked at.
 */
export const VENDOR_BUCKETS = {
  dingtalk: { capacity: 9, perMs: 9 / 60_000 },
  dingtalk_app: bucket(15, 1000),
  // A robot's 20 in a minute, as above.
  wecom_robot: { capacity: 9, perMs: 9 / 60_000 },
  // An application's calls; WeCom drops what is above 30 a minute to the same person without a word.
  wecom_app: bucket(5, 1000),
  // Feishu: 5 a second and 100 a minute to a robot; 5 a second from an application to one group.
  feishu: { capacity: 3, perMs: 1.4 / 1000 },
  feishu_app: { capacity: 2, perMs: 2.5 / 1000 },
  // Teams slows down above 4 a second, Slack above about one, Google Chat above one a second and space.
  teams: { capacity: 2, perMs: 1.5 / 1000 },
  slack: { capacity: 1, perMs: 0.9 / 1000 },
  google_chat: { capacity: 1, perMs: 0.9 / 1000 },
  // The organisation's own server; ten a second is the default of its limit where that is on.
  mattermost: bucket(4, 1000),
  // Synapse's defaults: 0.2 a second, ten at once.
  matrix: { capacity: 8, perMs: 0.2 / 1000 },
  // 80 a second for a number; one in six seconds to the same person, which the vendor says itself (131056).
  whatsapp: bucket(10, 1000),
  email: bucket(5, 1000),
  sms: bucket(5, 1000),
} as const satisfies Readonly<Record<string, BucketSpec>>;

/** Returns the limits of a vendor; for a name without a row the slowest of all, so that a gap never floods anybody. */
export function bucketSpec(name: string): BucketSpec {
  const found = Object.entries(VENDOR_BUCKETS).find(([vendor]) => vendor === name);
  return found?.[1] ?? VENDOR_BUCKETS.dingtalk;
}

/**
 * Takes one token.
 *
 * @param state - Undefined for a bucket that was never used: it is full.
 * @returns Whether the message may go now, how long to wait otherwise (milliseconds, rounded up, at least 1), and the state to store.
 *   A clock that went backwards adds nothing and takes nothing away.
 */
export function takeToken(spec: BucketSpec, state: BucketState | undefined, now: Date): TakeResult {
  const elapsed = state === undefined ? 0 : Math.max(0, now.getTime() - state.updatedAt.getTime());
  const before = state === undefined ? spec.capacity : state.tokens;
  const tokens = Math.min(spec.capacity, before + elapsed * spec.perMs);
  // INVARIANT: the stored time never goes back, or the same milliseconds would count twice.
  const updatedAt = state === undefined || now > state.updatedAt ? now : state.updatedAt;
  // Sums of fractions may end just below a whole token.
  if (tokens >= 1 - 1e-9) return { ok: true, state: { tokens: Math.max(0, tokens - 1), updatedAt } };
  return { ok: false, waitMs: Math.max(1, Math.ceil((1 - tokens) / spec.perMs)), state: { tokens, updatedAt } };
}
