/** Makes compound files (MS-CFB) for tests: short streams in the mini stream, long ones in sectors of their own. */

const SECTOR = 512;
const MINI = 64;
const CUTOFF = 4096;
const FREE = 0xffffffff;
const END = 0xfffffffe;
const FAT = 0xfffffffd;

type Node = { name: string; type: 1 | 2 | 5; children: Node[]; content?: Uint8Array; start: number; size: number };

/** @param streams - Contents by path; parts of a path are storages. */
export function makeCompound(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const root: Node = { name: 'Root Entry', type: 5, children: [], start: END, size: 0 };
  for (const [path, content] of Object.entries(streams)) place(root, path.split('/'), content);
  const sectors: Uint8Array[] = [];
  const fat: number[] = [];
  const keep = (bytes: Uint8Array): number => {
    if (bytes.length === 0) return END;
    const first = sectors.length;
    for (let at = 0; at < bytes.length; at += SECTOR) {
      sectors.push(padded(bytes.subarray(at, at + SECTOR), SECTOR));
      fat.push(at + SECTOR < bytes.length ? sectors.length : END);
    }
    return first;
  };
  const nodes = flat(root);
  const mini: Uint8Array[] = [];
  const miniFat: number[] = [];
  for (const node of nodes) {
    const { content } = node;
    if (content === undefined) continue;
    node.size = content.length;
    if (content.length >= CUTOFF) node.start = keep(content);
    else if (content.length > 0) {
      node.start = miniFat.length;
      const count = Math.ceil(content.length / MINI);
      for (let i = 0; i < count; i += 1) miniFat.push(i + 1 < count ? miniFat.length + 1 : END);
      mini.push(padded(content, count * MINI));
    }
  }
  const miniStream = concat(mini);
  root.size = miniStream.length;
  root.start = keep(miniStream);
  const miniFatStart = keep(words(miniFat));
  const directoryStart = keep(directory(nodes));
  return assemble(sectors, fat, directoryStart, miniFatStart);
}

function place(node: Node, path: readonly string[], content: Uint8Array): void {
  const [name = '', ...rest] = path;
  if (rest.length === 0) {
    node.children.push({ name, type: 2, children: [], content, start: END, size: 0 });
    return;
  }
  let storage = node.children.find((child) => child.name === name && child.type === 1);
  if (storage === undefined) {
    storage = { name, type: 1, children: [], start: 0, size: 0 };
    node.children.push(storage);
  }
  place(storage, rest, content);
}

function flat(node: Node): Node[] {
  return [node, ...node.children.flatMap(flat)];
}

function directory(nodes: readonly Node[]): Uint8Array {
  const bytes = new Uint8Array(nodes.length * 128);
  const view = new DataView(bytes.buffer);
  const numberOf = (node: Node | undefined): number => (node === undefined ? FREE : nodes.indexOf(node));
  for (const [i, node] of nodes.entries()) {
    const at = i * 128;
    for (let k = 0; k < node.name.length; k += 1) view.setUint16(at + 2 * k, node.name.charCodeAt(k), true);
    view.setUint16(at + 64, 2 * (node.name.length + 1), true);
    view.setUint8(at + 66, node.type);
    // Siblings in a row to the right: no balanced tree, and allowed to a reader that distrusts them anyway.
    const parent = nodes.find((one) => one.children.includes(node));
    const next = parent?.children[parent.children.indexOf(node) + 1];
    view.setUint32(at + 68, FREE, true);
    view.setUint32(at + 72, numberOf(next), true);
    view.setUint32(at + 76, numberOf(node.children[0]), true);
    view.setUint32(at + 116, node.start, true);
    view.setUint32(at + 120, node.size, true);
  }
  return bytes;
}

function assemble(sectors: Uint8Array[], fat: number[], directoryStart: number, miniFatStart: number): Uint8Array {
  const perSector = SECTOR / 4;
  let count = 0;
  while (count * perSector < fat.length + count) count += 1;
  const fatStart = sectors.length;
  for (let i = 0; i < count; i += 1) fat.push(FAT);
  while (fat.length < count * perSector) fat.push(FREE);
  const header = new Uint8Array(SECTOR);
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const view = new DataView(header.buffer);
  view.setUint16(26, 3, true);
  view.setUint16(28, 0xfffe, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(44, count, true);
  view.setUint32(48, directoryStart, true);
  view.setUint32(56, CUTOFF, true);
  view.setUint32(60, miniFatStart, true);
  view.setUint32(68, END, true);
  for (let i = 0; i < 109; i += 1) view.setUint32(76 + 4 * i, i < count ? fatStart + i : FREE, true);
  return concat([header, ...sectors, words(fat)]);
}

function words(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [i, number] of numbers.entries()) view.setUint32(4 * i, number, true);
  return bytes;
}

function padded(bytes: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  out.set(bytes);
  return out;
}

export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** UTF-16 little-endian, without a mark. */
export function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i += 1) view.setUint16(2 * i, text.charCodeAt(i), true);
  return bytes;
}
