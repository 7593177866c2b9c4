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
  const problems: PackProblem[] = strayFiles(files);
  const file = readJson(files, 'pack.json', packFileSchema, problems);
  const texts = readTexts(files, problems);
  const rules = readRules(files, schema, cedar, problems);
  if (file !== null) problems.push(...crossCheck(file, rules, texts));
  if (file === null || texts === null || problems.length > 0) return { outcome: 'rejected', problems };
  return { outcome: 'loaded', pack: { file, rules, texts, digest: await packDigest(files, schema) } };
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

/** Returns the rules of all Cedar files, sorted by id, and adds what is wrong with them to `problems`. */
function readRules(files: PackFiles, schema: string, cedar: CedarEngine, problems: PackProblem[]): readonly Rule[] {
  const found = new Map<string, { readonly path: string; readonly rule: Rule }>();
  for (const [path, text] of Object.entries(files).filter(([name]) => name.endsWith('.cedar'))) {
    for (const policy of parsePolicies(path, text, cedar, problems)) {
      const id = policy.annotations?.['id'] ?? null;
      const read = readRule(policy);
      if (!read.ok) problems.push(...read.problems.map((problem) => ({ file: path, rule: id, problem })));
      else if (found.has(read.rule.id)) problems.push({ file: path, rule: id, problem: 'the id is used twice' });
      else found.set(read.rule.id, { path, rule: read.rule });
    }
  }
  const rules = [...found.values()].map(({ rule }) => rule).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const problem of validationProblems(rules, schema, cedar)) {
    problems.push({ ...problem, file: found.get(problem.rule ?? '')?.path ?? 'schema.cedarschema' });
  }
  return rules;
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

/** Cedar's validator knows misspelt words, wrong types and rules that can never match; warnings count as problems. */
function validationProblems(
  rules: readonly Rule[],
  schema: string,
  cedar: CedarEngine,
): readonly Omit<PackProblem, 'file'>[] {
  const policies = { staticPolicies: Object.fromEntries(rules.map((rule) => [rule.id, rule.policy])) };
  const answer = cedar.validate({ schema, policies });
  if (answer.type === 'failure') return answer.errors.map((error) => ({ rule: null, problem: shown(error) }));
  const entries = [...answer.validationErrors, ...answer.validationWarnings];
  return entries.map(({ policyId, error }) => ({ rule: policyId, problem: shown(error) }));
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
