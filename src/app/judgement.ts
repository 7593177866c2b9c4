/** The two pure judges behind plain functions: what is in it, and what the rules say. */
import { type ClassifiedPersons, classifyText, classifyTextWithPersons } from '../classify/classify.ts';
import { classifyFileWithPersons } from '../classify/classify-file.ts';
import { summarise } from '../classify/summarise.ts';
import { MIB } from '../base/units.ts';
import type { Classification } from '../model/classification.ts';
import { decide } from '../policy/decide.ts';
import { dutiesFor } from '../policy/duties.ts';
import { explainRule } from '../policy/explain.ts';
import { openSources, readPackSources, SHIPPED_PACKS } from '../policy/packs-node.ts';
import { sensitivePlaces } from '../policy/context.ts';
import { withoutUnknown } from '../policy/readings.ts';
import type { RulesInUse } from '../governance/packs-view.ts';
import type { ClassifiedContent, Classifier, Policy } from '../transfers/deps.ts';
import { mergeSummaries } from '../transfers/merge-summaries.ts';
import type { PersonHasher } from '../transfers/persons.ts';

/** Files above this are not read into memory for classification and count as unreadable. */
const MAX_CLASSIFIED_BYTES = 64 * MIB;

export function createClassifier(hashPersons: PersonHasher): Classifier {
  const nothing = classifyText('');
  const unread = (problem: string): Classification => ({
    ...nothing,
    level: 'restricted',
    extracted: 'none',
    problem,
    contentType: 'application/octet-stream',
  });
  // INVARIANT: the keys of persons end here; only their hashes go on.
  const hashed = async ({ classification, persons }: ClassifiedPersons): Promise<ClassifiedContent> => ({
    classification,
    persons: await hashPersons(persons),
  });
  return {
    text: (text) => classifyText(text),
    message: (text) => hashed(classifyTextWithPersons(text)),
    file: async (bytes, name) => hashed(await classifyFileWithPersons({ bytes, name })),
    tooLarge: () => unread('unreadable.too_large'),
    summarise,
    merge: (parts) => mergeSummaries(summarise([]), parts),
    maxBytes: MAX_CLASSIFIED_BYTES,
  };
}

/** Loads the packs; a pack with a mistake stops the start, loudly. @throws `policy.pack_rejected` */
export async function createPolicy(): Promise<
  Policy & {
    readonly packs: readonly { readonly pack: string; readonly version: string; readonly digest: string }[];
    readonly rules: RulesInUse;
  }
> {
  const settings = { params: {} };
  const sources = await readPackSources(SHIPPED_PACKS);
  const engine = await openSources(sources, settings);
  return {
    rules: { engine, sources, settings },
    decide: (facts) => decide(engine, facts),
    duties: (facts) => dutiesFor(engine, facts),
    sensitiveFor: (facts) => sensitivePlaces(withoutUnknown(facts), engine.packs, Date.parse(facts.at)),
    capabilities: { drawsPages: false },
    explain: (_pack, ruleId, locale) => {
      const { title, why, lift, cite, url, statute, note, checked } = explainRule(engine, ruleId, locale);
      return { title, why, lift, cite, url, statute, note, checked };
    },
    packs: engine.packs.map((pack) => ({ pack: pack.file.pack, version: pack.file.version, digest: pack.digest })),
  };
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
