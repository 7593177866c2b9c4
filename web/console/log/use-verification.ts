/** Runs the check in a worker and keeps its newest answer. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogInfo } from '../../../src/model/api/system.ts';
import { startWorker } from '../workers.ts';
import { forget, recall, type Remembered, remember } from './remembered.ts';
import { answerSchema, type VerifyAnswer, type VerifyRequest } from './verification.ts';

export type Verification = {
  readonly answer: VerifyAnswer | null;
  readonly running: boolean;
  /** What the last check was held against; null at a first visit. */
  readonly against: Remembered | null;
  readonly verify: () => void;
  /** Lets go of the earlier visit: the next check is a first one. */
  readonly forgetEarlier: () => void;
};

const CRASHED: VerifyAnswer = { kind: 'failed', code: 'console.unexpected_answer' };

export function useVerification(info: LogInfo): Verification {
  const [answer, setAnswer] = useState<VerifyAnswer | null>(null);
  const [running, setRunning] = useState(false);
  const [against, setAgainst] = useState<Remembered | null>(null);
  const worker = useRef<Worker | null>(null);
  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
    setRunning(false);
  }, []);
  useEffect(() => () => worker.current?.terminate(), []);

  const verify = () => {
    stop();
    const earlier = recall(localStorage, info.origin);
    const vkey = earlier?.vkey ?? info.vkey;
    setAgainst(earlier);
    setAnswer(null);
    const onAnswer = (next: VerifyAnswer) => {
      setAnswer(next);
      if (next.kind === 'progress') return;
      stop();
      if (next.kind !== 'verified') return;
      const { checkpoint, size } = next;
      remember(localStorage, info.origin, { vkey, checkpoint, size, at: new Date().toISOString() });
    };
    try {
      const started = startWorker('verifier');
      worker.current = started;
      setRunning(true);
      started.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const parsed = answerSchema.safeParse(data);
        onAnswer(parsed.success ? parsed.data : CRASHED);
      });
      started.addEventListener('error', () => onAnswer(CRASHED));
      const url = new URL(info.path, window.location.origin).href;
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no other origin
      started.postMessage({ url, vkey, older: earlier?.checkpoint ?? null } satisfies VerifyRequest);
    } catch {
      onAnswer(CRASHED);
    }
  };
  const forgetEarlier = () => {
    forget(localStorage, info.origin);
    setAgainst(null);
    setAnswer(null);
  };
  return { answer, running, against, verify, forgetEarlier };
}
