/** Classifies the message beside the page, so that typing never waits. Gets {id, text}, answers {id, findings}. */
import { classifyText } from '../../../src/classify/classify.ts';
import type { TextFinding } from './segments.ts';

export type ClassifyRequest = { readonly id: number; readonly text: string };
export type ClassifyAnswer = { readonly id: number; readonly findings: readonly TextFinding[] };

addEventListener('message', ({ data }: MessageEvent<ClassifyRequest>) => {
  const findings = classifyText(data.text).findings.map(({ type, start, end, score }) => ({ type, start, end, score }));
  postMessage({ id: data.id, findings } satisfies ClassifyAnswer);
});
