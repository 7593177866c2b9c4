/** How the process itself does. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SECOND } from '../../base/units.ts';
import { type Sample, sample } from './table.ts';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;

/** Returns what reads the figures; the delay of the event loop begins anew with each reading. */
export function createProcessSamples(): () => Sample[] {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const started = (Date.now() - process.uptime() * SECOND) / SECOND;
  return () => {
    const memory = process.memoryUsage();
    const cpu = process.cpuUsage();
    const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / NANOSECONDS : 0);
    const samples = [
      sample('process_start_time_seconds', started, {}),
      sample('process_cpu_seconds_total', (cpu.user + cpu.system) / MICROSECONDS, {}),
      sample('process_resident_memory_bytes', memory.rss, {}),
      sample('nodejs_heap_used_bytes', memory.heapUsed, {}),
      sample('nodejs_eventloop_delay_seconds', seconds(delay.percentile(50)), { quantile: '0.5' }),
      sample('nodejs_eventloop_delay_seconds', seconds(delay.percentile(99)), { quantile: '0.99' }),
    ];
    delay.reset();
    return samples;
  };
}
