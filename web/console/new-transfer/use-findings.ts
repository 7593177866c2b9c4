/** What the message contains, found in this browser while it is typed; the server's answer follows and counts. */
import { useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { findingTypeSchema } from '../../../src/model/classification.ts';
import type { TextFinding } from './segments.ts';
import { startWorker } from '../workers.ts';

const answerSchema = z.object({
  id: z.number(),
  findings: z.array(z.object({ type: findingTypeSchema, start: z.number(), end: z.number(), score: z.number() })),
});

export type FoundIn = { readonly text: string; readonly findings: readonly TextFinding[] };

/** Returns the newest findings and the text they belong to; null before the first, or where workers are refused. */
export function useFindings(text: string): FoundIn | null {
  const [found, setFound] = useState<FoundIn | null>(null);
  const worker = useRef<Worker | null>(null);
  const asked = useRef<{ id: number; text: string }>({ id: 0, text: '' });

  useEffect(() => {
    try {
      worker.current = startWorker('classifier');
    } catch {
      // The marks are a help, not a check: the server decides with its own.
      return undefined;
    }
    const started = worker.current;
    started.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const answer = answerSchema.safeParse(data);
      // Only the answer to the last question: earlier ones belong to a text that is gone.
      if (answer.success && answer.data.id === asked.current.id) {
        setFound({ text: asked.current.text, findings: answer.data.findings });
      }
    });
    return () => {
      started.terminate();
      worker.current = null;
    };
  }, []);

  useEffect(() => {
    asked.current = { id: asked.current.id + 1, text };
    worker.current?.postMessage(asked.current);
  }, [text]);

  return found;
}
