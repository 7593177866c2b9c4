/** Answers about the proof of recipients, for looking at the page of a transfer. */
const id = (n: number): string => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const STATE = {
  lockedAt: null,
  recipients: [
    { recipientId: id(101), lockedAt: null, wrongTries: 2, sessions: 1 },
    { recipientId: id(102), lockedAt: '2026-11-23T06:40:00.000Z', wrongTries: 50, sessions: 0 },
  ],
};

/** Undefined for any act that is not about it. */
export function answerIdentity(act: string): object | undefined {
  if (act === 'identity') return STATE;
  if (act === 'spoken-code') return { code: '047193', expiresAt: new Date(Date.now() + 300_000).toISOString() };
  return act === 'end-sessions' ? { sessions: 1 } : undefined;
}
