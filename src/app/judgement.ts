/** The two pure judges behind plain functions: what is in it, and what the rules say. */
import { type ClassifiedPersons, classifyText, classifyTextWithPersons } from '../classify/classify.ts';
import { classifyFileWithPersons } from '../classify/classify-file.ts';
import { readShippedNamesModel } from '../classify/model/names-model-node.ts';
import { levelOf } from '../classify/levels.ts';
import type { FileClassifier } from '../classify/file-classifier.ts';
import type { LevelSettings } from '../classify/settings.ts';
import { NO_EVIDENCE, summarise } from '../classify/summarise.ts';
import { canonicalJson } from '../base/canonical-json.ts';
import { codeOf } from '../base/errors.ts';
import { MIB } from '../base/units.ts';
import type { Classification } from '../model/classification.ts';
import type { Facts } from '../model/facts.ts';
import type { Locale } from '../model/locale.ts';
import { decide } from '../policy/decide.ts';
import { dutiesFor } from '../policy/duties.ts';
import type { PolicyEngine } from '../policy/engine.ts';
import { explainRule } from '../policy/explain.ts';
import type { Capabilities } from '../policy/fulfil.ts';
import { readPackSources, SHIPPED_PACKS } from '../policy/packs-node.ts';
import { sensitivePlaces } from '../policy/context.ts';
import { withoutUnknown } from '../policy/readings.ts';
import { openPolicyHolder } from '../governance/packs/holder.ts';
import type { PolicyHolder, RunningRules } from '../governance/packs/rules.ts';
import type { Database } from '../store/database.ts';
import type { ClassifiedContent, Classifier, Policy, RuleText } from '../transfers/deps.ts';
import { mergeSummaries } from '../transfers/merge-summaries.ts';
import type { PersonHasher } from '../transfers/persons.ts';

/** Files above this are not read into memory for classification and count as unreadable. */
const MAX_CLASSIFIED_BYTES = 64 * MIB;

/**
 * The classifier by the organisation's levels of each moment.
 *
 * @param levels - The policy in force and the exceptions; asked anew for every content.
 * @param files - Reads files in processes of their own; without it they are read here (tests).
 */
export function createClassifier(
  hashPersons: PersonHasher,
  levels: () => LevelSettings,
  files: (...asked: Parameters<FileClassifier['classify']>) => Promise<ClassifiedPersons> = classifyFileWithPersons,
): Classifier {
  const nothing = classifyText('');
  const unread = (problem: string): Classification => {
    const { policy, version } = levels();
    const evidence = { ...NO_EVIDENCE, unread: true };
    const { level, raised } = levelOf(evidence, policy);
    return {
      ...nothing,
      level,
      extracted: 'none',
      problem,
      contentType: 'application/octet-stream',
      policyVersion: version,
      raised: [...raised],
      evidence,
    };
  };
  // INVARIANT: the keys of persons end here; only their hashes go on.
  const hashed = async ({ classification, persons }: ClassifiedPersons): Promise<ClassifiedContent> => ({
    classification,
    persons: await hashPersons(persons),
  });
  return {
    message: (text) => hashed(classifyTextWithPersons(text, { levels: levels(), names: readShippedNamesModel() })),
    file: async (bytes, name, onProgress) => {
      const onPicture = (done: number, all: number): void => onProgress?.(done / all);
      return hashed(await files({ bytes, name }, { levels: levels(), onPicture }));
    },
    tooLarge: () => unread('unreadable.too_large'),
    summarise: (parts) => summarise(parts, levels()),
    merge: (parts) => mergeSummaries(summarise([], levels()), parts, levels()),
    maxBytes: MAX_CLASSIFIED_BYTES,
  };
}

/** Reads the shipped packs and what was switched on in place of them. A pack with a mistake stops the start, loudly. @throws `policy.pack_rejected` */
export async function openRules(db: Database, orgId: string, shippedOnly: boolean): Promise<PolicyHolder> {
  return openPolicyHolder({ db, orgId, shipped: await readPackSources(SHIPPED_PACKS), shippedOnly });
}

/** The policy over the rules of each moment: what is one decision is made by one engine. */
export function createPolicy(rules: Pick<PolicyHolder, 'current'>, capabilities: Capabilities): Policy {
  const engine = (): PolicyEngine => rules.current().engine;
  return {
    decide: remembered(engine, decide),
    duties: remembered(engine, dutiesFor),
    sensitiveFor: remembered(engine, ({ packs }, facts) =>
      sensitivePlaces(withoutUnknown(facts), packs, Date.parse(facts.at)),
    ),
    capabilities,
    explain: (_pack, ruleId, locale) => explainFormer(rules.current(), ruleId, locale),
  };
}

const REMEMBERED = 256;

/** Facts are asked about several times; their text is made once. */
const texts = new WeakMap<Facts, string>();

function keyOf(facts: Facts): string {
  const text = texts.get(facts) ?? canonicalJson(facts);
  texts.set(facts, text);
  return text;
}

/**
 * Returns the same answers as `answer`, which is pure; what was asked last, with all facts and the moment equal, is not worked out again.
 * Other rules in force forget everything.
 */
function remembered<T>(
  engine: () => PolicyEngine,
  answer: (engine: PolicyEngine, facts: Facts) => T,
): (facts: Facts) => T {
  let of: PolicyEngine | undefined;
  const known = new Map<string, T>();
  return (facts) => {
    const current = engine();
    if (of !== current || known.size >= REMEMBERED) known.clear();
    of = current;
    const key = keyOf(facts);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = answer(current, facts);
    known.set(key, made);
    return made;
  };
}

/** A rule that is gone is explained in the words of the version that had it; one whose words were not kept, by its name alone. */
function explainFormer({ engine, former }: RunningRules, ruleId: string, locale: Locale): RuleText {
  try {
    const packs = [...engine.packs, ...former];
    const { title, why, lift, cite, url, statute, note, checked } = explainRule({ ...engine, packs }, ruleId, locale);
    return { title, why, lift, cite, url, statute, note, checked };
  } catch (error) {
    if (codeOf(error) !== 'policy.unknown_rule') throw error;
    return { title: ruleId, why: '', lift: '', cite: ruleId, url: null, statute: null, note: null, checked: null };
  }
}

/** Types of findings that must never be in what crosses; a one-time code or a reference is none of them. */
const NOT_PERSONAL = new Set(['secret', 'financial_figure', 'cn_uscc']);

/** The scan of the egress guard: how many personal data a text holds, and of which kinds. */
export function scanForPersonalData(text: string): { readonly personal: number; readonly kinds: readonly string[] } {
  const found = classifyText(text).findings.filter(
    (finding) => finding.score >= 0.5 && !NOT_PERSONAL.has(finding.type),
  );
  return { personal: found.length, kinds: [...new Set(found.map((finding) => finding.type))] };
}
