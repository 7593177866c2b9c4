/**
 * Documents as pages: what the feature asks of a renderer. Bytes come in as arguments, page images go out; the document itself never does.
 * A renderer keeps no state beyond what is open, and everything open ends with its process.
 */
import type { StreamKeys } from '../mark/port.ts';

export type PageSource = {
  readonly bytes: Uint8Array;
  /** Only its ending is looked at, and only after the bytes themselves. */
  readonly name: string;
  readonly mediaType: string;
};

/** Points (1/72 inch), as the page is shown: after rotation. */
export type PageSize = { readonly width: number; readonly height: number };

/** How the pages came about; shown to whoever looks. `simplified` is text without the layout of the original. */
export type Drawn = 'original' | 'converted' | 'simplified' | 'text' | 'table' | 'image';

/** Why a document cannot be shown. `hostile` ended at a limit of time, memory or size. */
export type CannotShow =
  | 'unsupported'
  | 'encrypted'
  | 'broken'
  | 'too_large'
  | 'too_many_pages'
  | 'hostile'
  | 'no_converter'
  | 'macros'
  | 'video'
  | 'no_renderer';

/** Three lines that are tiled over the page; any script. */
export type WatermarkLines = readonly [string, string, string];

export type PageMark = {
  /** 48 bits, lower-case hex. */
  readonly viewId: string;
  /** Of this page and view (mark/streams.ts): whoever draws gets no more than that. */
  readonly keys: StreamKeys;
};

export type PageRequest = {
  /** From 1. */
  readonly page: number;
  readonly dpi: number;
  readonly watermark: WatermarkLines | null;
  readonly mark: PageMark | null;
  readonly format: 'jpeg' | 'webp' | 'png';
};

export type PageImage = {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
};

/** Fractions of the page, 0..1, from the top left. */
export type PageRect = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

export type OpenDocument = {
  readonly pages: readonly PageSize[];
  readonly drawn: Drawn;
  /** Name and version of what drew; with the document it determines every base page. */
  readonly renderer: string;
  /** @throws `render.*` when a page cannot be drawn within the limits; the document is then closed. */
  readonly page: (request: PageRequest) => Promise<PageImage>;
  /** Places of a text, at most 500; empty when the pages have no text. Case, width and composition of characters do not count. */
  readonly find: (text: string) => Promise<readonly { readonly page: number; readonly rects: readonly PageRect[] }[]>;
  /** The text of a page in reading order. */
  readonly text: (page: number) => Promise<string>;
  /** May be called twice. */
  readonly close: () => Promise<void>;
};

export type OpenedPages =
  | { readonly kind: 'open'; readonly document: OpenDocument }
  | { readonly kind: 'cannot'; readonly why: CannotShow };

export type PageRenderer = {
  /** Whether anything can be drawn here; false when the engine is not installed. */
  readonly available: () => Promise<boolean>;
  /** Whether documents of this kind could be shown, by name and type alone: for saying so before anything is sent. */
  readonly couldShow: (name: string, mediaType: string) => Promise<CannotShow | undefined>;
  readonly open: (source: PageSource) => Promise<OpenedPages>;
  /** Ends every process. */
  readonly close: () => Promise<void>;
};
