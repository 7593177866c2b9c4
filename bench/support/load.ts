/** Load over HTTP from this process: kept connections, closed loop or a steady pace. Latencies are of whole answers. */
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export type Call = { readonly url: string; readonly body: Buffer };
export type LoadResult = {
  readonly calls: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Answers other than HTTP 200 with errcode 0. */
  readonly failed: number;
};

/** As many calls as go, `connections` at a time, for so many seconds. */
export async function closedLoop(next: () => Call, connections: number, seconds: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let failed = 0;
  const started = performance.now();
  const end = started + seconds * 1000;
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now();
      if (!(await post(agent, next()))) failed += 1;
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const took = (performance.now() - started) / 1000;
  agent.destroy();
  return resultOf(times, failed, took);
}

/** `perSecond` calls each second, whether or not the former are answered: what programs that do not wait would see. */
export async function steadyPace(next: () => Call, perSecond: number, seconds: number): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  const times: number[] = [];
  let failed = 0;
  const started = performance.now();
  const open: Promise<void>[] = [];
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const due = started + (sent * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    const call = async (): Promise<void> => {
      if (!(await post(agent, next()))) failed += 1;
      // From when it should have been sent: a generator that falls behind must not make the figure better.
      times.push(performance.now() - due);
    };
    open.push(call());
  }
  await Promise.all(open);
  const took = (performance.now() - started) / 1000;
  agent.destroy();
  return resultOf(times, failed, took);
}

function post(agent: Agent, call: Call): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(
      call.url,
      { agent, method: 'POST', headers: { 'content-type': 'application/json', 'content-length': call.body.length } },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => {
          resolve(answer.statusCode === 200 && Buffer.concat(parts).toString().startsWith('{"errcode":0'));
        });
      },
    );
    sent.on('error', () => resolve(false));
    sent.end(call.body);
  });
}

function resultOf(times: number[], failed: number, seconds: number): LoadResult {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { calls: times.length, seconds, perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), failed };
}
