/** Answers the page's questions with the same engine as the server's. Without a worker around it, so that it can be tested. */
import type { PackFilesAnswer } from '../../../src/model/api/packs.ts';
import type { CedarEngine } from '../../../src/policy/cedar-port.ts';
import type { PolicyEngine } from '../../../src/policy/engine.ts';
import { type MatrixAxes, type MatrixCell, matrixCells } from '../../../src/policy/matrix.ts';
import { openEngine } from '../../../src/policy/open-engine.ts';
import { whatIf } from '../../../src/policy/what-if.ts';
import {
  NO_WASM,
  NOT_LOADED,
  OTHER_RULES,
  type PolicyAnswer,
  type PolicyRequest,
  type PolicyResult,
} from './protocol.ts';

/** Cells between two looks at what the page wants by now. */
const CELLS_AT_ONCE = 20;

export type Decider = (request: PolicyRequest) => Promise<void>;

/**
 * Returns the function that answers requests.
 *
 * @param cedar - Brings the Cedar module, when rules are loaded.
 * @param say - Gets every answer; one request may have several (`cells`), the last one of another kind.
 */
export function createDecider(cedar: () => Promise<CedarEngine>, say: (answer: PolicyAnswer) => void): Decider {
  let engine: PolicyEngine | null = null;
  let newestMatrix = 0;

  const answer = async (request: PolicyRequest): Promise<PolicyResult> => {
    if (request.kind === 'load') {
      const loaded = await loadRules(cedar, request.rules);
      if ('code' in loaded) return { kind: 'failed', code: loaded.code };
      engine = loaded.engine;
      return loadedAnswer(engine);
    }
    if (engine === null) return { kind: 'failed', code: NOT_LOADED };
    if (request.kind === 'decide') return { kind: 'decided', answer: whatIf(engine, request.facts, request.locale) };
    newestMatrix = request.id;
    for await (const part of partsOf(matrixCells(engine, request.base, request.axes), request.axes)) {
      if (newestMatrix !== request.id) break;
      say({ id: request.id, kind: 'cells', ...part });
    }
    return { kind: 'matrix' };
  };

  return async (request) => {
    const result = await answer(request).catch((): PolicyResult => ({ kind: 'failed', code: NOT_LOADED }));
    say({ id: request.id, ...result });
  };
}

type Loaded = { readonly engine: PolicyEngine } | { readonly code: string };

/** INVARIANT: an answer is only ever given by rules whose digests are those that the server decides by. */
async function loadRules(cedar: () => Promise<CedarEngine>, rules: PackFilesAnswer): Promise<Loaded> {
  if (typeof WebAssembly === 'undefined') return { code: NO_WASM };
  const packs = rules.packs.map(({ pack, files }) => ({ name: pack, files }));
  const reviewed = rules.packs.filter((one) => one.reviewed).map(({ digest }) => digest);
  const settings = { params: rules.params, reviewed };
  const opened = await openEngine(await cedar(), { schema: rules.schema, packs }, settings);
  if (opened.outcome === 'rejected') return { code: NOT_LOADED };
  const wanted = rules.packs.map(({ pack, digest }) => `${pack} ${digest}`);
  const found = opened.engine.packs.map(({ file, digest }) => `${file.pack} ${digest}`);
  return wanted.join('\n') === found.join('\n') ? { engine: opened.engine } : { code: OTHER_RULES };
}

function loadedAnswer(engine: PolicyEngine): PolicyResult {
  const packs = engine.packs.map(({ file, digest }) => ({
    pack: file.pack,
    titles: file.title,
    version: file.version,
    digest,
    reviewed: engine.reviewed.has(digest),
  }));
  return { kind: 'loaded', packs, rules: engine.rules.size };
}

type Part = { readonly cells: readonly MatrixCell[]; readonly done: number; readonly total: number };

/** The cells in small parts, with a pause after each in which a newer request can arrive. */
async function* partsOf(cells: Iterator<MatrixCell>, axes: MatrixAxes): AsyncGenerator<Part> {
  const total = axes.levels.length * axes.places.length * axes.recipients.length;
  for (let done = 0; done < total; ) {
    const part: MatrixCell[] = [];
    while (part.length < CELLS_AT_ONCE) {
      const next = cells.next();
      if (next.done === true) break;
      part.push(next.value);
    }
    if (part.length === 0) return;
    done += part.length;
    yield { cells: part, done, total };
    await new Promise((resume) => {
      setTimeout(resume);
    });
  }
}
