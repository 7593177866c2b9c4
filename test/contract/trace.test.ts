import { afterAll, describe, expect, it } from 'vitest';
import { ATTACKS, MORE_ATTACKS, randomFrom, type Rgb, rgbOf } from '../../bench/support/trace-attacks.ts';
import { drawPage, withWatermark } from '../../bench/support/trace-pages.ts';
import { MIB } from '../../src/base/units.ts';
import { embedMark } from '../../src/render/mark/embed.ts';
import { streamKeys } from '../../src/render/mark/streams.ts';
import type { Pixels } from '../../src/render/trace/port.ts';
import { TRACE_LIMITS } from '../../src/render/trace/process.ts';
import { score, verdict } from '../../src/render/trace/score.ts';
import { createTracer } from '../../src/render/trace/tracer.ts';

const KEY = new Uint8Array(32).fill(4);
const VIEW = 'a0b1c2d3e4f5';
const IDS = [VIEW, ...Array.from({ length: 300 }, (_, n) => (n + 1).toString(16).padStart(12, '0'))];
const tracer = createTracer();
const installed = await tracer.available();
if (!installed) console.warn('sharp or @techstark/opencv-js is not installed: tracing is not tested');
afterAll(() => tracer.close());

async function png({ data, width, height }: Rgb): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

type Page = { readonly base: Pixels; readonly copy: Rgb };
const pages = new Map<string, Promise<Page>>();

function page(kind: 'zh' | 'chart'): Promise<Page> {
  const known = pages.get(kind) ?? drawn(kind);
  pages.set(kind, known);
  return known;
}

async function drawn(kind: 'zh' | 'chart'): Promise<Page> {
  const bitmap = await drawPage(kind);
  const { rgba, width, height } = await withWatermark(bitmap);
  embedMark(rgba, width, height, { viewId: VIEW, keys: streamKeys(KEY, `${kind}:1`, VIEW) });
  return { base: await tracer.readBase(await png(rgbOf(bitmap))), copy: rgbOf({ rgba, width, height }) };
}

async function leakOf(file: Uint8Array) {
  const leak = await tracer.prepareLeak(file);
  if (leak.kind !== 'leak') throw new Error(`not read: ${leak.why}`);
  return leak;
}

const attack = (no: number) => [...ATTACKS, ...MORE_ATTACKS].find((one) => one.no === no)!;

describe.skipIf(!installed)('tracing a picture', () => {
  it('names the view of a recompressed copy and of an inverted one, and nobody by the key of another week', async () => {
    const { base, copy } = await page('zh');
    for (const no of [18, 101]) {
      const leak = await leakOf(await attack(no).make(copy, randomFrom(no)));
      const observed = await tracer.observe(leak, base);
      expect(observed.kind).toBe('observed');
      if (observed.kind !== 'observed') continue;
      expect(observed.inverted).toBe(no === 101);
      const found = verdict(
        score(observed, { pageId: 'zh:1', key: KEY }, IDS),
        IDS.length,
        observed.scoresPerCandidate,
      );
      expect(found).toMatchObject({ kind: 'identified', viewId: VIEW });
      // The same picture by the key of another week.
      const wrong = score(observed, { pageId: 'zh:1', key: new Uint8Array(32) }, IDS);
      expect(verdict(wrong, IDS.length, observed.scoresPerCandidate).kind).toBe('no_finding');
      tracer.release(leak);
    }
  });

  it('finds the page among others, says when the page is not in the picture, and reads the cells without the page', async () => {
    const [{ base, copy }, other] = [await page('chart'), await page('zh')];
    const leak = await leakOf(await attack(12).make(copy, randomFrom(1)));
    const matches = await tracer.matchPages(
      leak,
      (async function* () {
        yield { ref: 'other', image: other.base };
        yield { ref: 'right', image: base };
      })(),
    );
    expect(matches[0]?.ref).toBe('right');
    expect(await tracer.observe(leak, other.base)).toMatchObject({ kind: 'not_registered' });
    const whole = await leakOf(await attack(3).make(copy, randomFrom(1)));
    const blind = await tracer.observeBlind(whole, copy.height / copy.width);
    expect(verdict(score(blind, { pageId: 'chart:1', key: KEY }, IDS), IDS.length, 3)).toMatchObject({ viewId: VIEW });
  });

  it('reads the picture again when its process has ended in between', async () => {
    const { base, copy } = await page('chart');
    const short = createTracer({ ...TRACE_LIMITS, question: { ...TRACE_LIMITS.question, observe: 1 } });
    const leak = await short.prepareLeak(await attack(12).make(copy, randomFrom(1)));
    if (leak.kind !== 'leak') throw new Error(leak.why);
    await expect(short.observe(leak, base)).rejects.toMatchObject({ code: 'trace.failed' });
    expect(await short.observeBlind(leak, 1.4)).toMatchObject({ kind: 'observed' });
    short.release(leak);
    await expect(short.observeBlind(leak, 1.4)).rejects.toThrow('released');
    await short.close();
  });
});

describe.skipIf(!installed)('a hostile file', () => {
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('is no picture, whatever it calls itself', async () => {
    const real = await png({ data: new Uint8Array(3 * 64 * 64).fill(200), width: 64, height: 64 });
    const files: readonly Uint8Array[] = [
      new Uint8Array(0),
      ascii('hello'),
      ascii('%PDF-1.7\n%%EOF'),
      ascii(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><image href="file:///etc/passwd"/></svg>',
      ),
      real.subarray(0, 60),
      real.subarray(0, real.length - 30),
      Uint8Array.from(real, (byte, at) => (at > 40 && at < 80 ? byte ^ 0x55 : byte)),
    ];
    for (const file of files)
      expect(await tracer.prepareLeak(file)).toEqual({ kind: 'unreadable', why: 'not_an_image' });
  });

  it('is refused by its declared size before it is unpacked', async () => {
    const { default: sharp } = await import('sharp');
    const huge = await sharp({ create: { width: 12_000, height: 9_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(huge.length).toBeLessThan(2_000_000);
    expect(await tracer.prepareLeak(huge)).toEqual({ kind: 'unreadable', why: 'too_large' });
    expect(await tracer.prepareLeak(new Uint8Array(60_000_001))).toEqual({ kind: 'unreadable', why: 'too_large' });
    const tiny = await png({ data: new Uint8Array(3 * 20 * 300), width: 20, height: 300 });
    expect(await tracer.prepareLeak(tiny)).toEqual({ kind: 'unreadable', why: 'too_small' });
  });

  it('that costs too much memory ends its own process only', async () => {
    const poor = createTracer({ ...TRACE_LIMITS, memory: 60 * MIB });
    const file = await png({ data: new Uint8Array(3 * 64 * 64).fill(9), width: 64, height: 64 });
    expect(await poor.prepareLeak(file)).toEqual({ kind: 'unreadable', why: 'hostile' });
    await poor.close();
    expect(await tracer.prepareLeak(file)).toMatchObject({ kind: 'leak', width: 64, height: 64 });
  });

  it('and nonsense for a page or corners are failures, not crashes', async () => {
    const leak = await leakOf(await png({ data: new Uint8Array(3 * 64 * 64).fill(9), width: 64, height: 64 }));
    const base = { width: 100, height: 100, data: new Uint8Array(100 * 100).fill(255) };
    await expect(tracer.observe(leak, { ...base, width: 101 })).rejects.toMatchObject({ code: 'trace.failed' });
    const same = { x: 5, y: 5 };
    expect(await tracer.observe(leak, base, [same, same, same, same])).toEqual({ kind: 'not_registered', quality: 0 });
    await expect(tracer.observeBlind(leak, Number.NaN)).rejects.toMatchObject({ code: 'trace.failed' });
    await expect(tracer.readBase(ascii('no image'))).rejects.toMatchObject({ code: 'trace.failed' });
  });
});
