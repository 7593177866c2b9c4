/** Memory of another process, from /proc (Linux). Elsewhere a thread inside each process watches it (process/watcher.ts). */
import { readFileSync } from 'node:fs';
import { KIB } from '../../../base/units.ts';

/** Returns the resident bytes of a process; 0 where there is no /proc, and once the process has ended. */
export function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0') * KIB;
  } catch {
    return 0;
  }
}
