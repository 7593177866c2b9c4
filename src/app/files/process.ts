/** Entry of the process that reads and classifies files, and pseudonymises lists: no network, no files but the program's, ended at a limit of time or memory. */
import { classifyExtractedWithPersons, type ClassifyOptions } from '../../classify/classify.ts';
import { extractText } from '../../classify/extract/extract.ts';
import { DEFAULT_LIMITS, type Recogniser } from '../../classify/extract/result.ts';
import { withFileName } from '../../classify/classify-file.ts';
import { readShippedNamesModel } from '../../classify/model/names-model-node.ts';
import type { Exceptions } from '../../classify/settings.ts';
import { chatOf } from '../../governance/sweeps/engine/chat.ts';
import { answerQuestions, type Asked } from '../../render/guarded-child.ts';
import type { FileAnswer, FileQuestion, FileRequest, Found, Given, ListAnswer, ListQuestion } from './protocol.ts';

/** What conversations are exported as. */
const MAY_BE_CHAT = /^(?:text\/|application\/(?:json|octet-stream)|.*spreadsheetml)/;

type Ask = <K extends FileRequest['kind']>(request: Extract<FileRequest, { kind: K }>) => Promise<Given[K] | undefined>;

answerQuestions(async (asked): Promise<FileAnswer | ListAnswer | undefined> => {
  const { question } = asked;
  if (isQuestion(question)) return answerFile(asked, question);
  if (!isListQuestion(question)) return undefined;
  const bytes = await asked.read(question.size);
  // Only where lists are made: a process that reads files starts sooner without.
  const { answerList } = await import('./answer-list.ts');
  return answerList(question, bytes);
});

async function answerFile(asked: Asked, question: FileQuestion): Promise<FileAnswer> {
  const bytes = await asked.read(question.size);
  const ask = askerOf(asked);
  const limits = { ...DEFAULT_LIMITS, pictures: question.pictures };
  const recogniser = question.pictures > 0 ? recogniserOver(ask) : undefined;
  // INVARIANT: said before it is read.
  const extraction = await extractText(bytes, limits, recogniser, (what) => ask({ kind: 'opens', what }));
  const text = withFileName(extraction.text, question.name);
  const chat = MAY_BE_CHAT.test(extraction.contentType) ? chatOf(text) : null;
  const classify = (exceptions: Exceptions | undefined): FileAnswer => {
    const levels = { policy: question.policy, version: question.version };
    const options: ClassifyOptions = {
      contentType: extraction.contentType,
      levels: exceptions === undefined ? levels : { ...levels, exceptions },
      names: readShippedNamesModel(),
    };
    return { ...classifyExtractedWithPersons(text, extraction.extracted, extraction.problem, options), chat };
  };
  return question.excepted === null ? classify(undefined) : classifyTwice(classify, question.excepted, ask);
}

function isQuestion(value: unknown): value is FileQuestion {
  return typeof value === 'object' && value !== null && 'size' in value && 'policy' in value;
}

function isListQuestion(value: unknown): value is ListQuestion {
  return typeof value === 'object' && value !== null && 'size' in value && 'list' in value;
}

function askerOf({ request }: Asked): Ask {
  const isGiven = <K extends keyof Given>(given: unknown, _kind: K): given is Given[K] | undefined => given !== null;
  return async (what) => {
    const given = await request(what);
    return isGiven(given, what.kind) ? given : undefined;
  };
}

function recogniserOver(ask: Ask): Recogniser {
  return {
    picture: (bytes) => ask({ kind: 'picture', bytes }),
    pages: async (pdf, numbers) => (await ask({ kind: 'pages', pdf, numbers })) ?? new Map(),
  };
}

/**
 * The key of the hashes is not in this process: the first time it is noted what would be hashed, which is then asked for at once, and
 * the second time the answers are used. Without findings once is enough.
 */
async function classifyTwice(
  classify: (exceptions: Exceptions) => FileAnswer,
  types: FileQuestion['excepted'],
  ask: Ask,
): Promise<FileAnswer> {
  const about = new Set(types);
  const keys = new Set<string>();
  const found = new Map<string, Found>();
  const first = classify({
    concerns: (type) => about.has(type),
    tag: (key) => {
      keys.add(key);
      return key;
    },
    find: (type, key, check) => {
      found.set(nameOf(type, key, check), [type, key, check]);
      return undefined;
    },
  });
  if (keys.size === 0) return first;
  const asked = { keys: [...keys], found: [...found.values()] };
  const given = await ask({ kind: 'exceptions', ...asked });
  const tags = new Map(asked.keys.map((key, at) => [key, given?.tags[at] ?? '']));
  const ids = new Map(
    asked.found.map(([type, key, check], at) => [
      nameOf(type, tags.get(key) ?? '', check),
      given?.ids[at] ?? undefined,
    ]),
  );
  return classify({
    concerns: (type) => about.has(type),
    tag: (key) => tags.get(key) ?? '',
    find: (type, tag, check) => ids.get(nameOf(type, tag, check)),
  });
}

function nameOf(...[type, key, check]: Found): string {
  return `${type} ${check} ${key}`;
}
