import { beforeEach, describe, expect, it } from 'vitest';
import type { PageAnswer, PageProblem } from '../../flow/pages.ts';
import { createLoader, type Loader } from './loader.ts';

type Asked = { page: number; dpi: number; stop: AbortController; answer: (answer: PageAnswer) => Promise<void> };

let asked: Asked[];
let said: string[];
let loader: Loader;

const image: PageAnswer = { ok: true, image: new Blob() };
const failed = (problem: PageProblem): PageAnswer => ({ ok: false, problem });

beforeEach(() => {
  asked = [];
  said = [];
  loader = createLoader({
    pages: 20,
    ask: (page, dpi, stop) =>
      new Promise((resolve) => {
        const answer = async (value: PageAnswer): Promise<void> => {
          resolve(value);
          await new Promise((done) => setTimeout(done));
        };
        asked.push({ page, dpi, stop, answer });
      }),
    show: (page) => said.push(`show ${page}`),
    wait: (page) => said.push(`wait ${page}`),
    fail: (page, why) => said.push(`fail ${page} ${why}`),
    end: (why) => said.push(`end ${why}`),
  });
  loader.setDpi(110);
});

function look(current: number, ...pages: number[]): void {
  for (let page = 1; page <= 20; page += 1) loader.setNear(page, pages.includes(page));
  loader.setCurrent(current);
  loader.pump();
}

describe('images of pages', () => {
  it('are asked for two at a time, the nearest first, and one after the other', async () => {
    look(2, 1, 2, 3, 4);
    expect(asked.map((one) => one.page)).toEqual([2, 1]);
    await asked[0]?.answer(image);
    expect(said).toEqual(['show 2']);
    expect(asked.map((one) => one.page)).toEqual([2, 1, 3]);
  });

  it('are no longer waited for when they were scrolled past', async () => {
    look(1, 1, 2);
    look(12, 12, 13);
    expect(asked.map((one) => one.stop.signal.aborted)).toEqual([true, true]);
    await asked[0]?.answer(failed('stopped'));
    await asked[1]?.answer(failed('stopped'));
    expect(asked.slice(2).map((one) => one.page)).toEqual([12, 13]);
    expect(said).toEqual([]);
  });

  it('are let go when they are far, and come again', async () => {
    look(1, 1);
    await asked[0]?.answer(image);
    look(9, 9);
    expect(said).toEqual(['show 1', 'wait 1']);
    look(1, 1);
    expect(asked.map((one) => one.page)).toEqual([1, 9, 1]);
  });

  it('are tried again only when somebody asks for it', async () => {
    look(1, 1);
    await asked[0]?.answer(failed('offline'));
    look(1, 1);
    expect(asked).toHaveLength(1);
    expect(said).toEqual(['fail 1 offline']);
    loader.retry(1);
    loader.retry(2);
    expect(asked).toHaveLength(2);
    expect(said.at(-1)).toBe('wait 1');
  });

  it('stay when a sharper one does not come', async () => {
    look(1, 1);
    await asked[0]?.answer(image);
    loader.setDpi(200);
    loader.pump();
    expect(asked[1]).toMatchObject({ page: 1, dpi: 200 });
    await asked[1]?.answer(failed('timeout'));
    loader.pump();
    expect([said, asked.length]).toEqual([['show 1'], 2]);
    loader.setDpi(150);
    loader.pump();
    expect(asked[2]).toMatchObject({ page: 1, dpi: 150 });
  });

  it.each(['withdrawn', 'ended', 'session_ended'] as const)('end with the view: %s', async (why) => {
    look(1, 1, 2);
    await asked[0]?.answer(failed(why));
    expect(said).toEqual([`end ${why}`]);
    loader.close();
    await asked[1]?.answer(image);
    look(3, 3);
    expect([said, asked.length]).toEqual([[`end ${why}`], 2]);
  });
});
