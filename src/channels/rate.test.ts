import { describe, expect, it } from 'vitest';
import { bucketSpec, type BucketState, takeToken, VENDOR_BUCKETS } from './rate.ts';

/** The most messages in any window of so many milliseconds when somebody always has one more to send. */
function mostIn(name: string, windowMs: number): number {
  const spec = bucketSpec(name);
  let state: BucketState | undefined;
  const sent: number[] = [];
  for (let at = 0; at < 3 * windowMs; at += 20) {
    const taken = takeToken(spec, state, new Date(at));
    state = taken.state;
    if (taken.ok) sent.push(at);
  }
  return Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + windowMs).length));
}

describe('the limits of our own', () => {
  // What the vendors' pages say: so many in so long.
  it.each([
    ['dingtalk', 60_000, 20],
    ['wecom_robot', 60_000, 20],
    ['feishu', 1000, 5],
    ['feishu', 60_000, 100],
    ['feishu_app', 1000, 5],
    ['teams', 1000, 4],
    ['slack', 1000, 1],
    ['google_chat', 1000, 1],
    ['mattermost', 1000, 10],
    ['matrix', 50_000, 20],
    ['whatsapp', 1000, 80],
  ] as const)('keep %s in %i ms below %i, whichever stretch of time is looked at', (name, windowMs, limit) => {
    expect(mostIn(name, windowMs)).toBeLessThanOrEqual(limit);
  });

  it('let a message through at once when nothing was sent before', () => {
    for (const name of Object.keys(VENDOR_BUCKETS)) {
      expect(takeToken(bucketSpec(name), undefined, new Date()).ok).toBe(true);
    }
  });
});
