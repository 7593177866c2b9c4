/** Windows bitmaps, which libvips does not read: uncompressed ones of 8, 24 and 32 bits. Source: Microsoft, BITMAPINFOHEADER. */

export type Pixels = { readonly data: Uint8Array; readonly width: number; readonly height: number };

type Shape = {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly start: number;
  readonly stride: number;
  readonly palette: number;
  readonly fromBottom: boolean;
};

const HEADER = 54;

/** Returns the pixels as RGB, or undefined for anything that is not such a bitmap or has more than `most` pixels. */
export function readBitmap(bytes: Uint8Array, most: number): Pixels | undefined {
  if (bytes.length < HEADER || bytes[0] !== 0x42 || bytes[1] !== 0x4d) return undefined;
  const shape = shapeOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const { width, height } = shape;
  if (width < 1 || height < 1 || width * height > most || shape.start + shape.stride * height > bytes.length)
    return undefined;
  return [8, 24, 32].includes(shape.bits) ? { data: unpack(bytes, shape), width, height } : undefined;
}

function shapeOf(view: DataView): Shape {
  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  return {
    width,
    height: Math.abs(height),
    // Compressed ones count as of no known kind; BI_BITFIELDS of 32 bits has the usual order of colours.
    bits: compression === 0 || (compression === 3 && bits === 32) ? bits : 0,
    start: view.getUint32(10, true),
    stride: Math.ceil((width * bits) / 32) * 4,
    palette: 14 + view.getUint32(14, true),
    fromBottom: height > 0,
  };
}

function unpack(bytes: Uint8Array, { width, height, bits, start, stride, palette, fromBottom }: Shape): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const row = start + (fromBottom ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x += 1) {
      const at = bits === 8 ? palette + (bytes[row + x] ?? 0) * 4 : row + (x * bits) / 8;
      const to = (y * width + x) * 3;
      data[to] = bytes[at + 2] ?? 0;
      data[to + 1] = bytes[at + 1] ?? 0;
      data[to + 2] = bytes[at] ?? 0;
    }
  }
  return data;
}
