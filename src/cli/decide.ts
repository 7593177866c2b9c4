/**
 * `entrepot decide`: facts as JSON on standard input, the decision on standard output.
 * `--json` prints it for programs; `--at TIME` decides as of another time (a day begins at UTC+8); `--explain` adds the reasons in words and the
 * trail of every rule that was looked at. A fact that is left out is not known.
 */
import { parseArgs } from 'node:util';
import { concat, fromUtf8 } from '../base/bytes.ts';
import { codeOf, EntrepotError } from '../base/errors.ts';
import { MIB } from '../base/units.ts';
import type { Facts } from '../model/facts.ts';
import { localeSchema } from '../model/locale.ts';
import type { Locale } from '../model/locale.ts';
import type { PolicyDecision } from '../model/policy-decision.ts';
import { decide } from '../policy/decide.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import { explainRule } from '../policy/explain.ts';
import { dutiesFor } from '../policy/duties.ts';
import { openPolicyEngine, SHIPPED_PACKS } from '../policy/packs-node.ts';
import { readFacts } from '../policy/read-facts.ts';
import { decisionJson } from './decision-json.ts';

export type CliIo = {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
};

export const USAGE = `usage: entrepot decide [--json] [--at TIME] [--explain] [--locale LOCALE] [--packs FOLDER] < facts.json
`;
const NOT_REVIEWED = 'The rules have not been reviewed by a lawyer. This is no legal advice.\n';
const MAX_INPUT = MIB;

/** Returns the exit code: 0 when a decision was made, whatever it is; 2 for bad usage, facts that do not parse, or packs that do not load. */
export async function run(args: readonly string[], io: CliIo): Promise<number> {
  const options = readOptions(args);
  if (options === null) {
    io.stderr(USAGE);
    return 2;
  }
  const facts = await factsFrom(io, options.at);
  if (facts === null) return 2;
  try {
    const engine = await openPolicyEngine(options.packs);
    const decision = decide(engine, facts);
    io.stdout(options.json ? asJson(engine, facts, decision, options) : asText(engine, decision, options));
    return 0;
  } catch (error) {
    // The problems quote packs, which hold no content.
    const problems = error instanceof EntrepotError ? (error.details['problems'] ?? []) : [];
    io.stderr(`the packs of rules could not be used: ${codeOf(error)}\n`);
    if (Array.isArray(problems)) for (const problem of problems) io.stderr(`  ${String(problem)}\n`);
    return 2;
  }
}

type Options = {
  readonly json: boolean;
  readonly explain: boolean;
  readonly at: string | null;
  readonly locale: Locale;
  readonly packs: string;
};

function readOptions(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args,
      strict: true,
      options: {
        json: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        at: { type: 'string' },
        locale: { type: 'string', default: 'en' },
        packs: { type: 'string', default: SHIPPED_PACKS },
      },
    });
    const locale = localeSchema.safeParse(values.locale);
    if (!locale.success) return null;
    return {
      json: values.json,
      explain: values.explain,
      at: values.at ?? null,
      locale: locale.data,
      packs: values.packs,
    };
  } catch {
    return null;
  }
}

/** Reads the facts; says what is wrong by member name, never by value, since facts describe people's affairs. */
async function factsFrom(io: CliIo, at: string | null): Promise<Facts | null> {
  const complain = (problem: string): null => {
    io.stderr(`the facts could not be read: ${problem}\n`);
    return null;
  };
  let value: unknown;
  try {
    const text = await readAll(io.stdin);
    if (text === null) return complain(`more than ${MAX_INPUT} bytes`);
    value = JSON.parse(text);
  } catch {
    return complain('not JSON in UTF-8');
  }
  const now = new Date().toISOString();
  const asked = readFacts(at === null ? {} : { at }, now);
  if (asked.outcome === 'rejected') return complain('check at');
  const read = readFacts(value, now);
  if (read.outcome === 'rejected') return complain(`check ${read.members.slice(0, 20).join(', ')}`);
  return at === null ? read.facts : { ...read.facts, at: asked.facts.at };
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stdin) {
    size += part.length;
    if (size > MAX_INPUT) return null;
    parts.push(part);
  }
  return fromUtf8(concat(...parts));
}

function asJson(engine: PolicyEngine, facts: Facts, decision: PolicyDecision, options: Options): string {
  const reasons = options.explain
    ? { explanations: explanationsOf(engine, decision, options.locale), trail: decision.trail }
    : {};
  return `${JSON.stringify({ ...decisionJson(decision, dutiesFor(engine, facts), engine.packs), ...reasons }, null, 2)}\n`;
}

function explanationsOf(
  engine: PolicyEngine,
  decision: PolicyDecision,
  locale: Locale,
): ReturnType<typeof explainRule>[] {
  const ids = new Set([...decision.objections, ...decision.obligations].map(({ ruleId }) => ruleId));
  return [...ids].map((id) => explainRule(engine, id, locale));
}

function asText(engine: PolicyEngine, decision: PolicyDecision, options: Options): string {
  const lines = [decision.effect === null ? decision.outcome : `${decision.outcome} (${decision.effect})`];
  for (const objection of decision.objections) {
    const { title, why, lift } = explainRule(engine, objection.ruleId, options.locale);
    lines.push(`- ${title} [${objection.ruleId}] ${objection.citation.cite}`);
    if (options.explain) lines.push(`  ${why}`, `  ${lift}`);
    lines.push(`  ${objection.remedies.length === 0 ? '-' : objection.remedies.join(', ')}`);
  }
  if (decision.unknown.length > 0) lines.push(`? ${decision.unknown.join(', ')}`);
  for (const { kind, value, ruleId } of decision.obligations) {
    lines.push(`+ ${kind}${value === null ? '' : ` ${value}`} [${ruleId}]`);
  }
  return `${lines.join('\n')}\n${NOT_REVIEWED}`;
}
