/**
 * What happens to a page on its way to where it leaks. Cameras, printers, screens and messengers are SIMULATED by the formulas below; no real
 * device was used. Files are made by sharp.
 */
import sharp, { type Sharp } from 'sharp';
import type { Bitmap } from './trace-pages.ts';

/** Three bytes a pixel. */
export type Rgb = { readonly data: Uint8Array; readonly width: number; readonly height: number };
export type Attack = {
  readonly no: number;
  readonly name: string;
  readonly make: (page: Rgb, random: () => number) => Promise<Buffer>;
};

export function rgbOf({ rgba, width, height }: Bitmap): Rgb {
  const data = new Uint8Array(3 * width * height);
  for (let at = 0, to = 0; at < rgba.length; at += 4, to += 3) {
    data[to] = rgba[at]!;
    data[to + 1] = rgba[at + 1]!;
    data[to + 2] = rgba[at + 2]!;
  }
  return { data, width, height };
}

/** Numbers from 0 to 1 that are the same in each run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const image = ({ data, width, height }: Rgb): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false });

async function pixels(picture: Sharp): Promise<Rgb> {
  const { data, info } = await picture.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data: new Uint8Array(data), width: info.width, height: info.height };
  const out = new Uint8Array(3 * info.width * info.height);
  for (let n = 0; n < info.width * info.height; n += 1) out.fill(data[n * info.channels] ?? 0, 3 * n, 3 * n + 3);
  return { data: out, width: info.width, height: info.height };
}

const again = async (file: Buffer): Promise<Rgb> => pixels(sharp(file));
export const jpeg = (page: Rgb, quality: number): Promise<Buffer> => image(page).jpeg({ quality }).toBuffer();
const webp = (page: Rgb): Promise<Buffer> => image(page).webp({ quality: 80, effort: 2 }).toBuffer();
const png = (page: Rgb): Promise<Buffer> => image(page).png({ compressionLevel: 1 }).toBuffer();
const resized = (page: Rgb, width: number): Promise<Rgb> => pixels(image(page).resize({ width: Math.round(width) }));
const within = (page: Rgb, side: number): Promise<Rgb> =>
  pixels(image(page).resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true }));

function cropped({ data, width, height }: Rgb, x: number, y: number, w: number, h: number): Rgb {
  const [left, top, wide, high] = [x * width, y * height, w * width, h * height].map(Math.round) as [
    number,
    number,
    number,
    number,
  ];
  const out = new Uint8Array(3 * wide * high);
  for (let row = 0; row < high; row += 1) {
    const start = 3 * ((top + row) * width + left);
    out.set(data.subarray(start, start + 3 * wide), 3 * row * wide);
  }
  return { data: out, width: wide, height: high };
}

function mapped(page: Rgb, change: (value: number, channel: number, x: number, y: number) => number): Rgb {
  const out = new Uint8Array(page.data.length);
  for (let y = 0, at = 0; y < page.height; y += 1)
    for (let x = 0; x < page.width; x += 1)
      for (let c = 0; c < 3; c += 1, at += 1)
        out[at] = Math.min(255, Math.max(0, Math.round(change(page.data[at]!, c, x, y))));
  return { ...page, data: out };
}

/** Gaussian; `shared` of it alike in the three channels. */
function noisy(page: Rgb, sigma: number, shared: number, random: () => number): Rgb {
  const gauss = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  let common = 0;
  return mapped(page, (value, channel) => {
    if (channel === 0) common = gauss();
    return value + sigma * (shared * common + (1 - shared) * gauss());
  });
}

const grey = (page: Rgb): Promise<Rgb> =>
  pixels(
    image(
      mapped(page, (_, c, x, y) => {
        const at = 3 * (y * page.width + x);
        return c < 0 ? 0 : 0.299 * page.data[at]! + 0.587 * page.data[at + 1]! + 0.114 * page.data[at + 2]!;
      }),
    ),
  );

/** Black where darker than the mean around by `by`. */
function binarised(page: Rgb, by: number): Rgb {
  const { width, height, data } = page;
  const sums = new Float64Array((width + 1) * (height + 1));
  const g = new Float64Array(width * height);
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      const at = 3 * (y * width + x);
      g[y * width + x] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
      row += g[y * width + x]!;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  return mapped(page, (_, c, x, y) => {
    const [l, t, r, b] = [Math.max(0, x - 20), Math.max(0, y - 20), Math.min(width, x + 21), Math.min(height, y + 21)];
    const sum =
      sums[b * (width + 1) + r]! - sums[t * (width + 1) + r]! - sums[b * (width + 1) + l]! + sums[t * (width + 1) + l]!;
    return c < 0 || g[y * width + x]! < sum / ((r - l) * (b - t)) - by ? 0 : 255;
  });
}

type Corners = readonly [number, number, number, number, number, number, number, number];

/** The page seen in perspective: corners as fractions of the photo, radial distortion 1 + k r². */
export function photographed(
  page: Rgb,
  width: number,
  height: number,
  corners: Corners,
  ground: number,
  k: number,
): Rgb {
  const c = corners.map((value, n) => value * (n % 2 === 0 ? width : height)) as unknown as Corners;
  const h = quadToSquare(c);
  const out = new Uint8Array(3 * width * height).fill(ground);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [cx, cy] = [(x - width / 2) / (height / 2), (y - height / 2) / (height / 2)];
      const bend = 1 + k * (cx * cx + cy * cy);
      const [px, py] = [width / 2 + cx * bend * (height / 2), height / 2 + cy * bend * (height / 2)];
      const w = h[6]! * px + h[7]! * py + h[8]!;
      const u = ((h[0]! * px + h[1]! * py + h[2]!) / w) * page.width - 0.5;
      const v = ((h[3]! * px + h[4]! * py + h[5]!) / w) * page.height - 0.5;
      const [iu, iv] = [Math.floor(u), Math.floor(v)];
      if (iu < 0 || iv < 0 || iu >= page.width - 1 || iv >= page.height - 1) continue;
      const [fu, fv] = [u - iu, v - iv];
      const at = 3 * (iv * page.width + iu);
      for (let n = 0; n < 3; n += 1) {
        const upper = page.data[at + n]! * (1 - fu) + page.data[at + 3 + n]! * fu;
        const below = at + 3 * page.width + n;
        const lower = page.data[below]! * (1 - fu) + page.data[below + 3]! * fu;
        out[3 * (y * width + x) + n] = Math.round(upper * (1 - fv) + lower * fv);
      }
    }
  }
  return { data: out, width, height };
}

/** Perspective from four points to the unit square (Heckbert 1989, inverted by the adjugate). */
function quadToSquare([x0, y0, x1, y1, x2, y2, x3, y3]: Corners): number[] {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const d = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / d, (dx1 * sy - sx * dy1) / d];
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [e, f, i] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return [
    f - i * h,
    c * h - b,
    b * i - c * f,
    i * g - e,
    a - c * g,
    c * e - a * i,
    e * h - f * g,
    b * g - a * h,
    a * f - b * e,
  ];
}

const blurred = (page: Rgb, sigma: number): Promise<Rgb> => pixels(image(page).blur(sigma));

async function rotated(page: Rgb, degrees: number): Promise<Rgb> {
  return pixels(image(page).rotate(degrees, { background: '#ffffff' }));
}

/** The page in a window: toolbar of 56 px, margin of 8 px on each side, ground #525659; cut at the window. */
async function screenshot(page: Rgb, css: number, window: readonly [number, number], ratio: number): Promise<Buffer> {
  const shown = await resized(await again(await webp(page)), css * ratio);
  const [width, height] = window.map((value) => Math.round(value * ratio)) as [number, number];
  const high = Math.max(height, 0) || shown.height + Math.round(80 * ratio);
  const out = new Uint8Array(3 * width * high);
  for (let at = 0; at < out.length; at += 3) out.set([0x52, 0x56, 0x59], at);
  for (let y = 0; y < Math.round(56 * ratio); y += 1) out.fill(0x32, 3 * y * width, 3 * (y + 1) * width);
  const left = Math.max(0, Math.round((width - shown.width) / 2));
  const top = Math.round(64 * ratio);
  for (let y = 0; y < shown.height && top + y < high; y += 1)
    out.set(
      shown.data.subarray(3 * y * shown.width, 3 * (y * shown.width + Math.min(shown.width, width))),
      3 * ((top + y) * width + left),
    );
  return png({ data: out, width, height: high });
}

async function twice(page: Rgb, side: number, quality: number): Promise<Buffer> {
  const once = await jpeg(await within(page, side), quality);
  return jpeg(await again(once), quality);
}
const whatsApp = (page: Rgb): Promise<Buffer> => twice(page, 1600, 60);
const weChat = (page: Rgb): Promise<Buffer> => twice(page, 1080, 45);

async function printScan(page: Rgb, random: () => number): Promise<Rgb> {
  const printed = await blurred(await resized(page, 2480), 1.6);
  const scanned = await blurred(
    photographed(printed, 1800, 2500, [0.03, 0.03, 0.962, 0.036, 0.967, 0.966, 0.024, 0.97], 245, 0.002),
    0.9,
  );
  const toned = mapped(scanned, (value) => 250 * (value / 255) ** 1.35);
  return again(await jpeg(await grey(noisy(toned, 6, 0.9, random)), 75));
}

type Camera = {
  corners: Corners;
  k: number;
  blur: number;
  gamma: number;
  moire: readonly [number, number];
  noise: number;
  quality: number;
};
const MILD: Camera = {
  corners: [0.05, 0.04, 0.95, 0.06, 0.97, 0.95, 0.04, 0.97],
  k: 0.012,
  blur: 1.3,
  gamma: 1.1,
  moire: [4, 3],
  noise: 5,
  quality: 88,
};
const HARD: Camera = {
  corners: [0.1, 0.08, 0.93, 0.02, 0.99, 0.96, 0.03, 0.99],
  k: 0.03,
  blur: 2,
  gamma: 1.25,
  moire: [7, 5],
  noise: 8,
  quality: 75,
};

async function screenPhoto(page: Rgb, camera: Camera, random: () => number): Promise<Buffer> {
  const screen = await pixels(image(page).resize({ width: 1900, kernel: 'nearest' }));
  const seen = await blurred(photographed(screen, 1700, 2300, camera.corners, 28, camera.k), camera.blur);
  const [m1, m2] = camera.moire;
  const lit = mapped(seen, (value, channel, x, y) => {
    const dark = 1 - 0.35 * (((x - 850) / 1150) ** 2 + ((y - 1150) / 1500) ** 2);
    const light = 255 * ((value * dark * (0.85 + 0.0001 * x)) / 255) ** camera.gamma * (channel === 2 ? 0.93 : 1);
    return (
      light +
      m1 * Math.sin(0.9 * x + 0.13 * y + 0.0004 * x * y) * Math.sin(0.7 * y - 0.05 * x) +
      m2 * Math.sin(0.045 * (x + 1.3 * y) + channel)
    );
  });
  return jpeg(noisy(lit, camera.noise, 0.6, random), camera.quality);
}

/** The 36 attacks of the recovery table. */
export const ATTACKS: readonly Attack[] = (
  [
    ['none', png],
    ['WebP q80, as delivered', webp],
    ['JPEG q50', (p) => jpeg(p, 50)],
    ['JPEG q30', (p) => jpeg(p, 30)],
    ['JPEG q15', (p) => jpeg(p, 15)],
    ['resize 50 %', async (p) => png(await resized(p, p.width / 2))],
    ['resize 50 % + JPEG q50', async (p) => jpeg(await resized(p, p.width / 2), 50)],
    ['resize 200 % + JPEG q75', async (p) => jpeg(await resized(p, p.width * 2), 75)],
    ['resize 33 % + JPEG q60', async (p) => jpeg(await resized(p, p.width / 3), 60)],
    ['crop to the top half', (p) => png(cropped(p, 0, 0, 1, 0.5))],
    ['crop to 50 % area, centre + JPEG q50', (p) => jpeg(cropped(p, 0.15, 0.15, Math.SQRT1_2, Math.SQRT1_2), 50)],
    ['crop to 25 % area + JPEG q50', (p) => jpeg(cropped(p, 0.1, 0.08, 0.5, 0.5), 50)],
    ['crop to 10 % area + JPEG q50', (p) => jpeg(cropped(p, 0.2, 0.1, 0.45, 0.22), 50)],
    ['rotate 2° + JPEG q75', async (p) => jpeg(await rotated(p, 2), 75)],
    ['rotate 17° + crop + JPEG q50', async (p) => jpeg(cropped(await rotated(p, 17), 0.15, 0.15, 0.7, 0.7), 50)],
    ['greyscale + JPEG q50', async (p) => jpeg(await grey(p), 50)],
    ['WhatsApp-like: 1600 px, q60 twice', whatsApp],
    ['WeChat-like: 1080 px, q45 twice', weChat],
    ['screenshot, full page, 900 css px', (p) => screenshot(p, 900, [1366, 0], 1)],
    ['screenshot of the 1366x768 window', (p) => screenshot(p, 900, [1366, 768], 1)],
    ['screenshot, phone, ratio 3', (p) => screenshot(p, 380, [390, 844], 3)],
    ['screenshot, whole page, ratio 1.25', (p) => screenshot(p, 620, [1366, 960], 1.25)],
    ['the same + WeChat-like', async (p) => weChat(await again(await screenshot(p, 620, [1366, 960], 1.25)))],
    ['print-scan', async (p, r) => jpeg(await printScan(p, r), 75)],
    ['screen photo, mild', (p, r) => screenPhoto(p, MILD, r)],
    ['screen photo, hard', (p, r) => screenPhoto(p, HARD, r)],
    [
      'hard photo + 1280 px, q45',
      async (p, r) => jpeg(await within(await again(await screenPhoto(p, HARD, r)), 1280), 45),
    ],
    [
      'mild photo, half page',
      async (p, r) => jpeg(cropped(await again(await screenPhoto(p, MILD, r)), 0, 0.02, 1, 0.5), 88),
    ],
    [
      'background whitened + JPEG q50',
      (p) =>
        jpeg(
          mapped(p, (v) => (v >= 235 ? 255 : v)),
          50,
        ),
    ],
    ['binarised (scanner app)', (p) => png(binarised(p, 12))],
    ['print-scan + binarised', async (p, r) => png(binarised(await printScan(p, r), 25))],
    ['mild photo + binarised', async (p, r) => png(binarised(await again(await screenPhoto(p, MILD, r)), 25))],
    ['median 5', async (p) => png(await pixels(image(p).median(5)))],
    ['Gaussian blur 2 + JPEG q50', async (p) => jpeg(await blurred(p, 2), 50)],
    ['noise 15 + JPEG q50', (p, r) => jpeg(noisy(p, 15, 0.6, r), 50)],
    ['gamma 1.8, contrast x 1.4', (p) => png(mapped(p, (v) => 255 * (v / 255) ** 1.8 * 1.4 - 40))],
  ] as const satisfies readonly (readonly [string, Attack['make']])[]
).map(([name, make], n) => ({ no: n + 1, name, make }));

/** Beyond the table. */
export const MORE_ATTACKS: readonly Attack[] = (
  [
    [
      'dark mode (inverted) + JPEG q75',
      (p) =>
        jpeg(
          mapped(p, (v) => 255 - v),
          75,
        ),
    ],
    [
      'dark mode (inverted, lifted black) + screenshot',
      (p) =>
        screenshot(
          mapped(p, (v) => 30 + (255 - v) * 0.8),
          900,
          [1366, 0],
          1,
        ),
    ],
  ] as const satisfies readonly (readonly [string, Attack['make']])[]
).map(([name, make], n) => ({ no: 101 + n, name, make }));

/** Copies of one page mixed pixel by pixel. */
export const MIXTURES: Readonly<Record<string, (values: Uint8Array, random: () => number) => number>> = {
  average: (values) => Math.round(values.reduce((sum, value) => sum + value, 0) / values.length),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  median: (values) => values.toSorted()[values.length >> 1]!,
  random: (values, random) => values[Math.floor(random() * values.length)]!,
};

export function mixed(
  copies: readonly Rgb[],
  mixture: (values: Uint8Array, random: () => number) => number,
  random: () => number,
): Rgb {
  const [first] = copies;
  if (first === undefined) throw new Error('nothing to mix');
  const values = new Uint8Array(copies.length);
  const out = new Uint8Array(first.data.length);
  for (let at = 0; at < out.length; at += 1) {
    for (let n = 0; n < copies.length; n += 1) values[n] = copies[n]!.data[at]!;
    out[at] = mixture(values, random);
  }
  return { ...first, data: out };
}
