/** Documents as pages, each document in a process of its own. */
import { RENDER } from '../errors.ts';
import { PAGE_LIMITS, type PageLimits, PROCESS_LIMITS, type ProcessLimits } from './limits.ts';
import type { OpenDocument, OpenedPages, PageRenderer, PageSource } from './port.ts';
import { noNetwork, pageProcessCommand } from './supervise/isolation.ts';
import { type PageProcess, type Reply, startPageProcess } from './supervise/page-process.ts';

export type PageRendererOptions = {
  readonly limits?: Partial<PageLimits>;
  readonly processes?: Partial<ProcessLimits>;
};

/** Returns a renderer. Nothing is started before the first document; from then on one process waits for the next. */
export function createPageRenderer(options: PageRendererOptions = {}): PageRenderer {
  const limits = { ...PAGE_LIMITS, ...options.limits };
  const processes = { ...PROCESS_LIMITS, ...options.processes };
  let spare: Promise<PageProcess> | undefined;
  const open = new Set<PageProcess>();

  const start = async (): Promise<PageProcess> =>
    startPageProcess(pageProcessCommand(await noNetwork(), processes.memory), processes);
  const take = async (): Promise<PageProcess> => {
    const taken = await (spare ?? start());
    spare = start();
    open.add(taken);
    return taken;
  };

  return {
    available: async () => true,
    couldShow: async () => undefined,
    open: async (source) => {
      const child = await take();
      const reply = await child.ask({ kind: 'open', ...source, converter: false, limits }, processes.open);
      if (reply.kind === 'opened') return { kind: 'open', document: documentOf(child, reply, processes) };
      await child.stop();
      if (reply.kind === 'cannot') return reply;
      return { kind: 'cannot', why: reply.kind === 'ended' && reply.how !== 'crash' ? 'hostile' : 'broken' };
    },
    close: async () => {
      if (spare !== undefined) open.add(await spare);
      spare = undefined;
      await Promise.all([...open].map((child) => child.stop()));
    },
  } satisfies PageRenderer & { open: (source: PageSource) => Promise<OpenedPages> };
}

function documentOf(
  child: PageProcess,
  opened: Extract<Reply, { kind: 'opened' }>,
  processes: ProcessLimits,
): OpenDocument {
  return {
    pages: opened.pages,
    drawn: opened.drawn,
    renderer: opened.renderer,
    page: async (request) => {
      const reply = await child.ask({ kind: 'page', request }, processes.page);
      if (reply.kind === 'page') return reply;
      await child.stop();
      throw RENDER.page_failed();
    },
    find: async () => [],
    text: async (page) => {
      const reply = await child.ask({ kind: 'text', page }, processes.page);
      if (reply.kind !== 'text') throw RENDER.page_failed();
      return reply.text;
    },
    close: () => child.stop(),
  };
}
