import { describe, expect, it } from 'vitest';
import { PROCESS_LIMITS, type ProcessLimits } from '../limits.ts';
import { type Held, startDocuments } from './documents.ts';
import type { Ended, PageProcess, Reply } from './page-process.ts';

type Fake = PageProcess & { readonly number: number; die: () => void; answer: (() => void) | undefined };

function world(limits: Partial<ProcessLimits> = {}) {
  const started: Fake[] = [];
  let clock = 0;
  const start = async (): Promise<PageProcess> => {
    let how: Ended | undefined;
    const fake: Fake = {
      number: started.length,
      ready: Promise.resolve({ kind: 'ready' }),
      ended: () => how,
      answer: undefined,
      die: () => {
        how = 'crash';
      },
      ask: () =>
        new Promise<Reply>((resolve) => {
          fake.answer = () => resolve(how === undefined ? { kind: 'failed' } : { kind: 'ended', how });
        }),
      stop: async () => {
        how ??= 'stopped';
        fake.answer?.();
      },
    };
    started.push(fake);
    return fake;
  };
  const documents = startDocuments(start, { ...PROCESS_LIMITS, documents: 2, ...limits }, () => (clock += 1));
  return {
    documents,
    started,
    ended: () => started.filter((one) => one.ended() !== undefined).map((one) => one.number),
  };
}

const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const QUESTION = { kind: 'text', page: 1 } as const;

describe('the processes of open documents', () => {
  it('start with the first document, and once that is open and drawn one waits for the next', async () => {
    const { documents, started } = world();
    await tick();
    expect(started).toHaveLength(0);
    const held = await documents.take();
    for (const expected of [1, 2]) {
      const asked = held.ask(QUESTION, 1);
      await tick();
      expect(started).toHaveLength(1);
      started[0]?.answer?.();
      await asked;
      await tick();
      expect(started).toHaveLength(expected);
    }
    await documents.take();
    expect(started).toHaveLength(2);
    await documents.close();
  });

  it('end with the document that was not used for the longest time, when there are too many', async () => {
    const { documents, started, ended } = world();
    const first = await documents.take();
    await documents.take();
    void first.ask(QUESTION, 1);
    started[0]?.answer?.();
    await tick();
    await documents.take();
    expect(ended()).toEqual([1]);
    await documents.close();
  });

  it('never end while they work: the next document waits', async () => {
    const { documents, started, ended } = world();
    const [first, second] = [await documents.take(), await documents.take()];
    const answers = [first.ask(QUESTION, 1), second.ask(QUESTION, 1)];
    let third: Held | undefined;
    const taken = documents.take().then((held) => (third = held));
    await tick();
    expect([third, ended()]).toEqual([undefined, []]);
    started[1]?.answer?.();
    await taken;
    expect(ended()).toEqual([1]);
    started[0]?.answer?.();
    await Promise.all(answers);
    await documents.close();
  });

  it('are replaced when the one that waits has died', async () => {
    const { documents, started } = world();
    await documents.take();
    documents.warm();
    await tick();
    started[1]?.die();
    await documents.take();
    expect(started.length).toBeGreaterThanOrEqual(3);
    await documents.close();
  });

  it('end when nobody asks for a while', async () => {
    const { documents, ended } = world({ idle: 1 });
    await documents.take();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(ended()).toEqual([0]);
    await documents.close();
  });

  it('all end at the end, the one that waits as well', async () => {
    const { documents, started, ended } = world();
    await documents.take();
    await documents.take();
    documents.warm();
    await tick();
    expect(started).toHaveLength(3);
    await documents.close();
    expect(ended()).toHaveLength(3);
    documents.warm();
    await tick();
    expect(ended()).toHaveLength(started.length);
  });
});
