/**
 * Reads one pack from the texts of its files and checks it whole: form of `pack.json`, annotations, every rule against the typed schema,
 * texts in four languages. A pack with any problem is rejected; a law that is half there must not look like a law.
 * Source: docs/law/README.md.
 */
import { hex, utf8 } from '../base/bytes.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import type { z } from 'zod';
import { LOCALES } from '../model/locale.ts';
import type { Locale } from '../model/locale.ts';
import { crossCheck } from './check-pack.ts';
import type { CedarEngine, CedarPolicy, CedarProblem } from './cedar-port.ts';
import { packFileSchema, textsFileSchema } from './pack-schema.ts';
import type { PackFile, PackTexts, TextsFile } from './pack-schema.ts';
import { readRule } from './rule.ts';
import type { PackProblem, Rule } from './rule.ts';

export type Pack = {
  readonly file: PackFile;
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  readonly texts: PackTexts;
  /** Lower-case hex SHA-256 over the canonical JSON of all files and the schema; line ends do not count. */
  readonly digest: string;
};
export type LoadedPack =
  | { readonly outcome: 'loaded'; readonly pack: Pack }
  | { readonly outcome: 'rejected'; readonly problems: readonly PackProblem[] };

/** File contents by path within the pack's folder: `pack.json`, `texts/<locale>.json`, `*.cedar`. Any other path is a problem. */
export type PackFiles = Readonly<Record<string, string>>;

/**
 * Returns the pack, or every problem found in it.
 *
 * @param files - Contents by path, relative to the pack's folder.
 * @param schema - Text of `packs/schema.cedarschema`, the vocabulary that all packs share.
 * @param cedar - The Cedar module of this platform.
 */
export async function loadPack(files: PackFiles, schema: string, cedar: CedarEngine): Promise<LoadedPack> {
  const [loaded] = await loadPacks([files], schema, cedar);
  return loaded ?? { outcome: 'rejected', problems: [] };
}

/**
 * Returns for each pack what `loadPack` returns for it, in the same order.
 *
 * Cedar reads the schema anew for each question, which takes longer than to validate a pack: all packs are one question.
 */
export async function loadPacks(
  packs: readonly PackFiles[],
  schema: string,
  cedar: CedarEngine,
): Promise<readonly LoadedPack[]> {
  const read = packs.map((files) => readPack(files, cedar));
  const unsound = validationProblems(
    read.map(({ rules }) => rules),
    schema,
    cedar,
  );
  return Promise.all(
    read.map(async ({ files, file, texts, rules, paths, problems }, at): Promise<LoadedPack> => {
      const found = (unsound[at] ?? []).map((one) => ({ ...one, file: paths.get(one.rule ?? '') ?? SCHEMA_FILE }));
      const all = [...problems, ...found, ...(file === null ? [] : crossCheck(file, rules, texts))];
      if (file === null || texts === null || all.length > 0) return { outcome: 'rejected', problems: all };
      return { outcome: 'loaded', pack: { file, rules, texts, digest: await packDigest(files, schema) } };
    }),
  );
}

const SCHEMA_FILE = 'schema.cedarschema';

type ReadPack = ReadRules & {
  readonly files: PackFiles;
  /** Null when it could not be read; `problems` says why. */
  readonly file: PackFile | null;
  readonly texts: PackTexts | null;
  readonly problems: readonly PackProblem[];
};

function readPack(files: PackFiles, cedar: CedarEngine): ReadPack {
  const problems: PackProblem[] = strayFiles(files);
  const file = readJson(files, 'pack.json', packFileSchema, problems);
  const texts = readTexts(files, problems);
  return { files, file, texts, ...readRules(files, cedar, problems), problems };
}

function strayFiles(files: PackFiles): PackProblem[] {
  const known = new Set(['pack.json', ...LOCALES.map((locale) => `texts/${locale}.json`)]);
  return Object.keys(files)
    .filter((path) => !known.has(path) && !/^[a-z0-9-]+\.cedar$/.test(path))
    .map((path) => ({ file: path, rule: null, problem: 'this file does not belong to a pack' }));
}

function readJson<T>(files: PackFiles, path: string, schema: z.ZodType<T>, problems: PackProblem[]): T | null {
  const text = files[path];
  const complain = (problem: string): null => {
    problems.push({ file: path, rule: null, problem });
    return null;
  };
  if (text === undefined) return complain('the file is missing');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return complain('the file is not JSON');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  for (const issue of read.error.issues) complain(`${issue.path.join('.')}: ${issue.message}`);
  return null;
}

function readTexts(files: PackFiles, problems: PackProblem[]): PackTexts | null {
  const read = (locale: Locale): TextsFile | null => readJson(files, `texts/${locale}.json`, textsFileSchema, problems);
  const [hant, hans, pt, en] = [read('zh-Hant'), read('zh-Hans'), read('pt'), read('en')];
  if (hant === null || hans === null || pt === null || en === null) return null;
  return { 'zh-Hant': hant, 'zh-Hans': hans, pt, en };
}

type ReadRules = {
  /** Sorted by id. */
  readonly rules: readonly Rule[];
  /** The Cedar file of a rule by its id. */
  readonly paths: ReadonlyMap<string, string>;
};

/** Returns the rules of all Cedar files, and adds what is wrong with them to `problems`. */
function readRules(files: PackFiles, cedar: CedarEngine, problems: PackProblem[]): ReadRules {
  const rules: Rule[] = [];
  const paths = new Map<string, string>();
  for (const [path, text] of Object.entries(files).filter(([name]) => name.endsWith('.cedar'))) {
    for (const policy of parsePolicies(path, text, cedar, problems)) {
      const id = policy.annotations?.['id'] ?? null;
      const read = readRule(policy);
      if (!read.ok) problems.push(...read.problems.map((problem) => ({ file: path, rule: id, problem })));
      else if (paths.has(read.rule.id)) problems.push({ file: path, rule: id, problem: 'the id is used twice' });
      else {
        rules.push(read.rule);
        paths.set(read.rule.id, path);
      }
    }
  }
  return { rules: rules.sort((a, b) => (a.id < b.id ? -1 : 1)), paths };
}

function parsePolicies(
  path: string,
  text: string,
  cedar: CedarEngine,
  problems: PackProblem[],
): readonly CedarPolicy[] {
  const complain = (problem: string): void => void problems.push({ file: path, rule: null, problem });
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') {
    for (const error of parts.errors) complain(`not Cedar: ${error.message}`);
    return [];
  }
  // A template has slots to fill in; a rule with a hole is not a rule.
  if (parts.policy_templates.length > 0) complain('templates are not rules');
  const policies: CedarPolicy[] = [];
  for (const part of parts.policies) {
    const parsed = cedar.policyToJson(part);
    if (parsed.type === 'success') policies.push(parsed.json);
    else complain('a policy could not be read');
  }
  return policies;
}

type Unsound = Omit<PackProblem, 'file'>;

/**
 * Returns what is wrong with the rules of each pack. Cedar's validator knows misspelt words, wrong types and rules that can never match;
 * warnings count as problems.
 */
function validationProblems(
  packs: readonly (readonly Rule[])[],
  schema: string,
  cedar: CedarEngine,
): readonly (readonly Unsound[])[] {
  if (packs.length === 0) return [];
  const rules = packs.flat();
  const byId = new Map(rules.map((rule) => [rule.id, rule.policy]));
  // Cedar names a rule by its id alone: packs that share an id are asked about one by one.
  if (byId.size < rules.length) return packs.flatMap((pack) => validationProblems([pack], schema, cedar));
  const answer = cedar.validate({ schema, policies: { staticPolicies: Object.fromEntries(byId) } });
  if (answer.type === 'failure') {
    const problems = answer.errors.map((error) => ({ rule: null, problem: shown(error) }));
    return packs.map(() => problems);
  }
  const problems = [...answer.validationErrors, ...answer.validationWarnings].map(({ policyId, error }) => ({
    rule: policyId,
    problem: shown(error),
  }));
  return packs.map((pack) => problems.filter(({ rule }) => pack.some(({ id }) => id === rule)));
}

function shown(error: CedarProblem): string {
  return error.help === null ? error.message : `${error.message} (${error.help})`;
}

/** Returns the digest of a pack: its files and the schema that all packs share. */
export async function packDigest(files: PackFiles, schema: string): Promise<string> {
  const content: Record<string, string> = { '../schema.cedarschema': schema, ...files };
  const canonical = Object.fromEntries(
    Object.entries(content).map(([path, text]) => [path, text.replaceAll('\r\n', '\n')]),
  );
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(canonicalJson(canonical)))));
}
