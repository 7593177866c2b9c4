/**
 * How many leaked copies are traced: 36 attacks on four kinds of page, copies of several recipients mixed, and pictures that nobody may be
 * accused for. Cameras, printers, screens and messengers are SIMULATED (support/trace-attacks.ts); no real device was used.
 */
import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { embedMark } from '../src/render/mark/embed.ts';
import { streamKeys } from '../src/render/mark/streams.ts';
import type { Corners, Observation, Pixels, Tracer } from '../src/render/trace/port.ts';
import { decodeId, type Score, score, sumOfPages, type Verdict, verdict } from '../src/render/trace/score.ts';
import { createTracer } from '../src/render/trace/tracer.ts';
import type { BenchOptions } from './run.ts';
import { median } from './support/memory.ts';
import {
  type Attack,
  ATTACKS,
  jpeg,
  mixed,
  MIXTURES,
  MORE_ATTACKS,
  randomFrom,
  type Rgb,
  rgbOf,
} from './support/trace-attacks.ts';
import { type Bitmap, drawPage, PAGE_KINDS, type PageKind, withWatermark } from './support/trace-pages.ts';

const KEY = new Uint8Array(32).fill(0x2a);
const QUICK_ATTACKS = [3, 18, 20, 26, 30];

type Page = { readonly kind: PageKind; readonly pageId: string; readonly bitmap: Bitmap; readonly base: Pixels };
type Plan = { readonly candidates: number; readonly tracer: Tracer; readonly innocents: Innocents };

/** The greatest figures of those who did not leak, over everything that was tried. */
class Innocents {
  scores = 0;
  greatest = 0;
  accused = 0;
  note(scores: readonly Score[], guilty: ReadonlySet<string>, found: Verdict): number {
    const others = scores.filter(({ viewId }) => !guilty.has(viewId));
    const greatest = others.reduce((most, { t }) => Math.max(most, t), 0);
    this.scores += 3 * others.length;
    this.greatest = Math.max(this.greatest, greatest);
    if (found.kind === 'identified')
      for (const viewId of [found.viewId, ...found.also.map((one) => one.viewId)])
        if (!guilty.has(viewId)) this.accused += 1;
    return greatest;
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

const views = new Map<string, readonly string[]>();
/** Each page has candidates of its own, made at random once. */
function viewsOf(page: Page, count: number): readonly string[] {
  const key = `${page.pageId} ${count}`;
  const made = views.get(key) ?? Array.from({ length: count }, () => randomBytes(6).toString('hex'));
  views.set(key, made);
  return made;
}

async function pageOf(kind: PageKind, width = 1240): Promise<Page> {
  const bitmap = await drawPage(kind, width);
  const { data } = rgbOf(bitmap);
  const grey = Uint8Array.from({ length: bitmap.width * bitmap.height }, (_, n) =>
    Math.round(0.299 * data[3 * n]! + 0.587 * data[3 * n + 1]! + 0.114 * data[3 * n + 2]!),
  );
  return { kind, pageId: `bench-${kind}:1`, bitmap, base: { width: bitmap.width, height: bitmap.height, data: grey } };
}

/** As it is delivered to one recipient: watermark, then mark. */
async function copyFor(page: Page, viewId: string): Promise<Rgb> {
  const { rgba, width, height } = await withWatermark(page.bitmap);
  embedMark(rgba, width, height, { viewId, keys: streamKeys(KEY, page.pageId, viewId) });
  return rgbOf({ rgba, width, height });
}

async function observe(
  { tracer }: Plan,
  page: Page,
  file: Uint8Array,
  corners?: (width: number, height: number) => Corners,
): Promise<Observation | undefined> {
  const leak = await tracer.prepareLeak(file);
  if (leak.kind !== 'leak') return undefined;
  const observed = await tracer.observe(leak, page.base, corners?.(leak.width, leak.height));
  tracer.release(leak);
  return observed.kind === 'observed' ? observed : undefined;
}

type Trial = {
  readonly identified: boolean;
  readonly decoded: boolean;
  readonly tL: number;
  readonly tW: number;
  readonly others: number;
  readonly quality: number;
  readonly seconds: number;
};
const LOST: Trial = {
  identified: false,
  decoded: false,
  tL: Number.NaN,
  tW: Number.NaN,
  others: 0,
  quality: 0,
  seconds: 0,
};

function judge(plan: Plan, page: Page, observed: Observation, viewId: string, seconds: number): Trial {
  const ids = viewsOf(page, plan.candidates);
  const scores = score(observed, { pageId: page.pageId, key: KEY }, ids);
  const found = verdict(scores, ids.length, observed.scoresPerCandidate);
  const own = scores.find((one) => one.viewId === viewId)!;
  return {
    identified: found.kind === 'identified' && found.viewId === viewId,
    decoded: decodeId(observed, { pageId: page.pageId, key: KEY })?.viewId === viewId,
    tL: own.tL,
    tW: own.tW,
    others: plan.innocents.note(scores, new Set([viewId]), found),
    quality: observed.quality,
    seconds,
  };
}

async function trial(plan: Plan, page: Page, copy: Rgb, attack: Attack, viewId: string): Promise<Trial> {
  const file = await attack.make(copy, randomFrom(1000 * attack.no + page.kind.length));
  const started = performance.now();
  const observed = await observe(plan, page, file);
  const seconds = (performance.now() - started) / 1000;
  const result = observed === undefined ? { ...LOST, seconds } : judge(plan, page, observed, viewId, seconds);
  say(
    `${attack.no} ${attack.name} / ${page.kind}: ${result.identified ? 'found' : 'LOST'} L ${result.tL.toFixed(1)} W ${result.tW.toFixed(1)} others ${result.others.toFixed(1)} quality ${result.quality.toFixed(2)} ${result.seconds.toFixed(1)} s`,
  );
  return result;
}

function span(values: readonly number[]): string {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.length === 0 ? '-' : `${Math.min(...known).toFixed(1)} to ${Math.max(...known).toFixed(1)}`;
}

function summary(trials: readonly Trial[]): object {
  return {
    identified: `${trials.filter((one) => one.identified).length}/${trials.length}`,
    decoded: `${trials.filter((one) => one.decoded).length}/${trials.length}`,
    tL: span(trials.map((one) => one.tL)),
    tW: span(trials.map((one) => one.tW)),
    others: Number(Math.max(...trials.map((one) => one.others)).toFixed(1)),
  };
}

async function tableOf(
  plan: Plan,
  pages: readonly Page[],
  attacks: readonly Attack[],
): Promise<{ rows: Record<string, object>; trials: Trial[] }> {
  const copies = await Promise.all(
    pages.map(async (page) => {
      const viewId = viewsOf(page, plan.candidates)[plan.candidates >> 1]!;
      return { page, viewId, copy: await copyFor(page, viewId) };
    }),
  );
  const rows: Record<string, object> = {};
  const trials: Trial[] = [];
  for (const attack of attacks) {
    const row: Trial[] = [];
    for (const { page, viewId, copy } of copies) row.push(await trial(plan, page, copy, attack, viewId));
    rows[`${String(attack.no).padStart(2, '0')} ${attack.name}`] = summary(row);
    trials.push(...row);
  }
  return { rows, trials };
}

async function collusion(
  plan: Plan,
  page: Page,
  sizes: readonly number[],
  kinds: readonly string[],
): Promise<Record<string, object>> {
  const ids = viewsOf(page, plan.candidates);
  const rows: Record<string, object> = {};
  const copies: Rgb[] = [];
  for (const size of sizes) {
    while (copies.length < size) copies.push(await copyFor(page, ids[copies.length]!));
    for (const kind of kinds) {
      const random = randomFrom(size);
      const file = await jpeg(mixed(copies.slice(0, size), MIXTURES[kind]!, random), 50);
      const observed = await observe(plan, page, file);
      const guilty = new Set(ids.slice(0, size));
      const scores = observed === undefined ? [] : score(observed, { pageId: page.pageId, key: KEY }, ids);
      const found = verdict(scores, ids.length, observed?.scoresPerCandidate ?? 3);
      const others = plan.innocents.note(scores, guilty, found);
      const named = found.kind === 'identified' ? 1 + found.also.length : 0;
      const lowest = Math.min(...scores.filter(({ viewId }) => guilty.has(viewId)).map(({ t }) => t));
      rows[`${size} ${kind}`] = {
        found: `${named}/${size}`,
        lowestT: Number(lowest.toFixed(1)),
        others: Number(others.toFixed(1)),
      };
      say(`collusion ${size} ${kind}: ${named} found, lowest ${lowest.toFixed(1)}, others ${others.toFixed(1)}`);
    }
  }
  return rows;
}

/** Pages that carry no mark, or that of another page: whoever is named is named falsely. */
async function nobody(plan: Plan, pages: readonly Page[], attacks: readonly Attack[]): Promise<object> {
  let [images, greatest] = [0, 0];
  for (const page of pages) {
    const unmarked = rgbOf(await withWatermark(page.bitmap));
    // The mark of another document on the same page: a key that is right and a page that is not.
    const foreign = await copyFor({ ...page, pageId: 'another:1' }, 'c0ffee000001');
    for (const attack of attacks) {
      for (const copy of [unmarked, foreign]) {
        const observed = await observe(plan, page, await attack.make(copy, randomFrom(attack.no)));
        if (observed === undefined) continue;
        const scores = score(observed, { pageId: page.pageId, key: KEY }, viewsOf(page, plan.candidates));
        const found = verdict(scores, scores.length, observed.scoresPerCandidate);
        greatest = Math.max(greatest, plan.innocents.note(scores, new Set(), found));
        images += 1;
      }
    }
  }
  return { images, scores: images * plan.candidates * 3, greatest: Number(greatest.toFixed(2)) };
}

/** A tenth of a page with its corners picked by hand, each off by up to 3 px within the cut-out. */
async function picked(plan: Plan, pages: readonly Page[]): Promise<object> {
  const attack = ATTACKS[12]!;
  const trials: Trial[] = [];
  for (const page of pages) {
    const viewId = viewsOf(page, plan.candidates)[0]!;
    const copy = await copyFor(page, viewId);
    const random = randomFrom(7);
    const off = (): number => 6 * random() - 3;
    const started = performance.now();
    const observed = await observe(plan, page, await attack.make(copy, random), () => {
      // The cut-out's own corners are picked; the page's follow from where they lie on it.
      const [left, top, wide, high] = [0.2 * copy.width, 0.1 * copy.height, 0.45 * copy.width, 0.22 * copy.height];
      const at = (x: number, y: number): { x: number; y: number } => ({
        x: (x - left) * (1 + off() / wide),
        y: (y - top) * (1 + off() / high),
      });
      return [at(0, 0), at(copy.width, 0), at(copy.width, copy.height), at(0, copy.height)];
    });
    trials.push(
      observed === undefined ? LOST : judge(plan, page, observed, viewId, (performance.now() - started) / 1000),
    );
  }
  return summary(trials);
}

/** Layer L without the page: full pages only. */
async function blind(plan: Plan, pages: readonly Page[], attacks: readonly Attack[]): Promise<object> {
  const trials: Trial[] = [];
  for (const page of pages) {
    const viewId = viewsOf(page, plan.candidates)[1]!;
    const copy = await copyFor(page, viewId);
    for (const attack of attacks) {
      const leak = await plan.tracer.prepareLeak(await attack.make(copy, randomFrom(attack.no)));
      if (leak.kind !== 'leak') continue;
      const observed = await plan.tracer.observeBlind(leak, copy.height / copy.width);
      plan.tracer.release(leak);
      trials.push(judge(plan, page, observed, viewId, 0));
    }
  }
  return summary(trials);
}

/** One view over several pages: tenths of pages in bad quality, alone and together. */
async function together(plan: Plan, pages: readonly Page[]): Promise<object> {
  const ids = viewsOf(pages[0]!, plan.candidates);
  const viewId = ids[2]!;
  const lists: (readonly Score[])[] = [];
  for (const page of pages) {
    const cut: Attack = { ...ATTACKS[12]!, make: async (copy, random) => weak(await ATTACKS[12]!.make(copy, random)) };
    const observed = await observe(plan, page, await cut.make(await copyFor(page, viewId), randomFrom(3)));
    if (observed !== undefined) lists.push(score(observed, { pageId: page.pageId, key: KEY }, ids));
  }
  const sums = sumOfPages(lists);
  const own = (list: readonly Score[]): number => list.find((one) => one.viewId === viewId)?.t ?? Number.NaN;
  const found = verdict(sums, ids.length, 3);
  plan.innocents.note(sums, new Set([viewId]), found);
  return { pages: lists.length, alone: span(lists.map(own)), together: Number(own(sums).toFixed(1)) };
}

async function weak(file: Buffer): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(file).jpeg({ quality: 20 }).toBuffer();
}

async function embedding(): Promise<object> {
  const rows: Record<string, number> = {};
  for (const kind of ['zh', 'chart'] as const) {
    const { rgba, width, height } = await withWatermark(await drawPage(kind, 910));
    const copy = new Uint8Array(rgba.length);
    const mark = { viewId: 'c0ffee000001', keys: streamKeys(KEY, 'speed:1', 'c0ffee000001') };
    const times = Array.from({ length: 15 }, () => {
      copy.set(rgba);
      const start = process.cpuUsage();
      embedMark(copy, width, height, mark);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    rows[`${kind}MsAt110dpi`] = Number(Math.min(...times).toFixed(1));
  }
  return rows;
}

async function further(plan: Plan, pages: readonly Page[]): Promise<Record<string, object>> {
  const some = (numbers: readonly number[]): Attack[] => ATTACKS.filter(({ no }) => numbers.includes(no));
  const small = await Promise.all(PAGE_KINDS.map((kind) => pageOf(kind, 910)));
  const others = await Promise.all((['sparse', 'slide'] as const).map((kind) => pageOf(kind)));
  return {
    darkMode: (await tableOf(plan, pages, MORE_ATTACKS)).rows,
    deliveredAt110dpi: (await tableOf(plan, small, some([2, 18, 26]))).rows,
    sparsePageAndSlide: (await tableOf(plan, others, some([3, 18, 20, 24, 26, 32]))).rows,
    tenthOfPageWithCornersPicked: await picked(plan, pages),
    blindLayerL: await blind(plan, pages, some([3, 7, 18])),
    tenthsOfFourPages: await together(plan, pages),
    collusion: await collusion(plan, pages[1]!, [2, 3, 5, 10], Object.keys(MIXTURES)),
  };
}

/**
 * Options: `--quick`: two kinds of page, five attacks, 200 candidates; `--from N`: the attacks of the table from that number on, and nothing
 * besides. Progress goes to standard error.
 */
export async function run(options: BenchOptions): Promise<object> {
  const quick = options['quick'] !== undefined;
  const from = Number(options['from'] ?? 1);
  const tracer = createTracer();
  const plan: Plan = { candidates: quick ? 200 : 1000, tracer, innocents: new Innocents() };
  try {
    const pages = await Promise.all((quick ? (['zh', 'chart'] as const) : PAGE_KINDS).map((kind) => pageOf(kind)));
    const { rows, trials } = await tableOf(
      plan,
      pages,
      ATTACKS.filter(({ no }) => no >= from && (!quick || QUICK_ATTACKS.includes(no))),
    );
    const identified = trials.filter((one) => one.identified).length;
    const unmarked = await nobody(
      plan,
      pages,
      ATTACKS.filter(({ no }) => (quick ? [18] : [1, 18, 30]).includes(no)),
    );
    const more =
      from > 1
        ? {}
        : quick
          ? { collusion: await collusion(plan, pages[0]!, [3], ['average']) }
          : await further(plan, pages);
    return {
      simulated: 'cameras, printers, screens and messengers are simulated',
      trials: trials.length,
      identified,
      identifiedPercent: (100 * identified) / trials.length,
      decodedWithoutList: trials.filter((one) => one.decoded).length,
      candidates: plan.candidates,
      threshold: verdict([], plan.candidates, 3).threshold,
      medianSecondsPerTrial: median(trials.map((one) => one.seconds)),
      attacks: rows,
      unmarkedOrOfOthers: unmarked,
      ...more,
      innocentScores: plan.innocents.scores,
      innocentGreatest: plan.innocents.greatest,
      falseAccusations: plan.innocents.accused,
      embedding: await embedding(),
    };
  } finally {
    await tracer.close();
  }
}
