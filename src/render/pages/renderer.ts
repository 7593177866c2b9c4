/** Documents as pages, each document in a process of its own (docs/viewer.md). */
import { RENDER } from '../errors.ts';
import { guessByName } from './kinds.ts';
import { PAGE_LIMITS, type PageLimits, PROCESS_LIMITS, type ProcessLimits } from './limits.ts';
import { fileOfPackage } from './packages.ts';
import type { OpenDocument, OpenedPages, PageImage, PageRenderer, PageRequest } from './port.ts';
import type { Answer } from './protocol.ts';
import { type Documents, type Held, startDocuments } from './supervise/documents.ts';
import { noNetwork, pageProcessCommand } from './supervise/isolation.ts';
import { type Converter, findConverter } from './supervise/office.ts';
import { type Reply, startPageProcess } from './supervise/page-process.ts';

export type PageRendererOptions = {
  readonly limits?: Partial<PageLimits>;
  readonly processes?: Partial<ProcessLimits>;
  /** Folders in which LibreOffice is looked for first, as in PATH; `none`: Office files are drawn simply, or not at all. */
  readonly office?: string;
  /** Starts the process that waits at once rather than with the first document: half a second of processor, 160 MB. */
  readonly warm?: boolean;
};

type Setting = {
  readonly limits: PageLimits;
  readonly processes: ProcessLimits;
  readonly documents: Documents;
  readonly converter: () => Promise<Converter | undefined>;
};

/** Pages that one question of a search covers: in between, pages are drawn. */
const SEARCHED_AT_ONCE = 25;
const NEEDED = [
  '@embedpdf/pdfium',
  '@napi-rs/canvas',
  'sharp',
  '@expo-google-fonts/noto-sans',
  '@expo-google-fonts/noto-sans-hk',
  '@expo-google-fonts/noto-sans-sc',
];

/** Returns a renderer. Nothing is started before the first document; from then on one process waits for the next. */
export function createPageRenderer(options: PageRendererOptions = {}): PageRenderer {
  const limits = { ...PAGE_LIMITS, ...options.limits };
  const processes = { ...PROCESS_LIMITS, ...options.processes };
  const start = async () => startPageProcess(pageProcessCommand(await noNetwork(), processes.memory), processes);
  let found: Promise<Converter | undefined> | undefined;
  const converter = (): Promise<Converter | undefined> => {
    found ??=
      options.office === 'none'
        ? Promise.resolve(undefined)
        : findConverter(converterOptions(options, limits, processes));
    return found;
  };
  const documents = startDocuments(start, processes, () => performance.now());
  if (options.warm === true) documents.warm();
  const setting = { limits, processes, documents, converter };
  return {
    available: async () => isInstalled(),
    couldShow: async (name, mediaType) =>
      isInstalled() ? guessByName(name, mediaType, (await converter())?.converts ?? []) : 'no_renderer',
    open: (source) => open(source, setting),
    close: async () => {
      await Promise.all([documents.close(), found?.then((one) => one?.close())]);
    },
  };
}

function converterOptions(options: PageRendererOptions, limits: PageLimits, processes: ProcessLimits) {
  return {
    path: options.office ?? '',
    milliseconds: processes.convert,
    atOnce: processes.conversions,
    bytes: limits.bytes,
  };
}

function isInstalled(): boolean {
  return NEEDED.every((name) => fileOfPackage(`${name}/package.json`) !== undefined);
}

async function open(
  source: { readonly bytes: Uint8Array; readonly name: string; readonly mediaType: string },
  setting: Setting,
): Promise<OpenedPages> {
  const { limits, processes, documents, converter } = setting;
  if (source.bytes.length > limits.bytes) return { kind: 'cannot', why: 'too_large' };
  if (!isInstalled()) return { kind: 'cannot', why: 'no_renderer' };
  const [held, office] = await Promise.all([documents.take(), converter()]);
  const { bytes, name, mediaType } = source;
  const asked = await held.ask(
    { kind: 'open', bytes, name, mediaType, converts: [...(office?.converts ?? [])], limits },
    processes.open,
  );
  const reply =
    asked.kind === 'convert' && office !== undefined ? await convert(asked, office, held, processes) : asked;
  if (reply.kind === 'opened') return { kind: 'open', document: documentOf(held, reply, processes) };
  await held.stop();
  return { kind: 'cannot', why: whyNot(reply) };
}

async function convert(
  { bytes, ending }: Extract<Answer, { kind: 'convert' }>,
  office: Converter,
  held: Held,
  processes: ProcessLimits,
): Promise<Reply> {
  const converted = await held.during(() => office.convert(bytes, ending));
  if (converted.kind === 'cannot') return converted;
  return held.ask({ kind: 'converted', bytes: converted.bytes, by: converted.by }, processes.open);
}

function whyNot(reply: Reply): Extract<OpenedPages, { kind: 'cannot' }>['why'] {
  if (reply.kind === 'cannot') return reply.why;
  return reply.kind === 'ended' && reply.how !== 'crash' ? 'hostile' : 'broken';
}

function documentOf(
  held: Held,
  opened: Extract<Answer, { kind: 'opened' }>,
  { page: ms }: ProcessLimits,
): OpenDocument {
  const { pages, drawn, renderer } = opened;
  const assertPage = (page: number): void => {
    if (!Number.isInteger(page) || page < 1 || page > pages.length) throw RENDER.no_such_page();
  };
  const failure = async (reply: Reply): Promise<Error> => {
    await held.stop();
    if (reply.kind === 'ended' && reply.how === 'stopped') return RENDER.document_closed();
    return RENDER.page_failed({ what: reply.kind === 'ended' ? reply.how : 'engine' });
  };
  const draw = async (request: PageRequest): Promise<PageImage> => {
    assertPage(request.page);
    const reply = await held.ask({ kind: 'page', request }, ms);
    if (reply.kind !== 'page') throw await failure(reply);
    const { bytes, mediaType, width, height } = reply;
    return { bytes, mediaType, width, height };
  };
  return {
    pages,
    drawn,
    renderer,
    page: draw,
    find: async (text) => {
      const places = [];
      for (let from = 1; from <= pages.length; from += SEARCHED_AT_ONCE) {
        const reply = await held.ask({ kind: 'find', text, from, to: from + SEARCHED_AT_ONCE - 1 }, ms);
        if (reply.kind !== 'found') throw await failure(reply);
        places.push(...reply.places);
        if (places.length >= MOST_PLACES) break;
      }
      return places.slice(0, MOST_PLACES);
    },
    text: async (page) => {
      assertPage(page);
      const reply = await held.ask({ kind: 'text', page }, ms);
      if (reply.kind !== 'text') throw await failure(reply);
      return reply.text;
    },
    close: () => held.stop(),
  };
}

const MOST_PLACES = PAGE_LIMITS.places;
