/** Memory of another process over time, from /proc (Linux). */
import { readFileSync } from 'node:fs';
import { MIB } from '../../src/base/units.ts';

const SAMPLE_MS = 100;

export type MemoryPhase = { readonly baselineMb: number; readonly peakMb: number; readonly growthMb: number };

/** Resident memory of a process in MiB (VmRSS). */
export function residentMb(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8');
  return (Number(/^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1] ?? '0') * 1024) / MIB;
}

/** Returns what `work` returned, its seconds, and how far the process's memory rose above where it was before. */
export async function measured<T>(
  pid: number,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly seconds: number; readonly memory: MemoryPhase }> {
  const baseline = residentMb(pid);
  let peak = baseline;
  const sample = (): void => {
    peak = Math.max(peak, residentMb(pid));
  };
  const timer = setInterval(sample, SAMPLE_MS);
  const started = performance.now();
  try {
    const value = await work();
    const seconds = (performance.now() - started) / 1000;
    sample();
    return {
      value,
      seconds,
      memory: { baselineMb: Math.round(baseline), peakMb: Math.round(peak), growthMb: Math.round(peak - baseline) },
    };
  } finally {
    clearInterval(timer);
  }
}

/** The middle value; the lower one of two. */
export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? Number.NaN;
}
