/** What a new version of a pack changes, rule by rule. Whatever takes away or softens stands first: nobody may overlook that. */
import { canonicalJson } from '../base/canonical-json.ts';
import { LOCALES } from '../model/locale.ts';
import type { WeakeningKind } from '../model/pack-weakening.ts';
import { EFFECTS } from '../model/policy-decision.ts';
import type { Pack } from './load-pack.ts';
import type { PackDuty, PackFile } from './pack-schema.ts';
import type { Rule } from './rule.ts';

export type Weakening = {
  readonly kind: WeakeningKind;
  /** Rule, duty, row, number or member that it is about. */
  readonly id: string;
  readonly statutory: boolean;
  readonly cite: string | null;
  /** What stood there and what stands there now, as the files say it. */
  readonly before: string | null;
  readonly after: string | null;
};
export type PackChanges = {
  readonly weakened: readonly Weakening[];
  readonly added: readonly string[];
  /** Rules and duties whose conditions or annotations differ. Whether a changed condition is stricter, only reading it or a shadow run tells. */
  readonly changed: readonly string[];
  /** Members of pack.json that differ, and texts by language. */
  readonly members: readonly string[];
};

/** Returns the changes from one version to the next; `before` is null for a pack that is new. */
export function packChanges(before: Pack | null, after: Pack): PackChanges {
  if (before === null) return { weakened: [], added: idsOf(after), changed: [], members: [] };
  return {
    weakened: [...ruleWeakenings(before, after), ...fileWeakenings(before.file, after.file)].sort(
      (a, b) => Number(b.statutory) - Number(a.statutory),
    ),
    added: idsOf(after).filter((id) => !idsOf(before).includes(id)),
    changed: changedIds(before, after),
    members: changedMembers(before, after),
  };
}

function idsOf({ rules, file }: Pack): readonly string[] {
  return [...rules, ...file.duties, ...file.rows].map(({ id }) => id);
}

type Said = Pick<Weakening, 'id' | 'cite'> & { readonly statutory: boolean };

function weakening(
  kind: Weakening['kind'],
  of: Said,
  before: string | null = null,
  after: string | null = null,
): Weakening {
  return { kind, id: of.id, statutory: of.statutory, cite: of.cite, before, after };
}

function said({ id, cite, kind }: Rule | PackDuty): Said {
  return { id, cite, statutory: kind === 'statutory' };
}

function ruleWeakenings(before: Pack, after: Pack): readonly Weakening[] {
  const now = new Map(after.rules.map((rule) => [rule.id, rule]));
  return before.rules.flatMap((old) => {
    const rule = now.get(old.id);
    return rule === undefined ? [weakening('rule_removed', said(old))] : softer(old, rule);
  });
}

function softer(old: Rule, rule: Rule): readonly Weakening[] {
  const is = said(old);
  const found: (Weakening | false)[] = [
    old.kind === 'statutory' && rule.kind !== 'statutory' && weakening('not_statutory', is, old.kind, rule.kind),
    rule.from > old.from && weakening('starts_later', is, old.from, rule.from),
    (rule.to ?? '9999') < (old.to ?? '9999') && weakening('ends_earlier', is, old.to, rule.to),
  ];
  if (old.does === 'objects') found.push(...softerObjection(old, rule));
  if (old.does === 'obliges') {
    const left = rule.does === 'obliges' ? rule.obligations : [];
    const gone = old.obligations.filter((one) => !left.includes(one));
    found.push(gone.length > 0 && weakening('obligation_removed', is, gone.join(', '), null));
  }
  return found.filter((one) => one !== false);
}

function softerObjection(old: Rule & { does: 'objects' }, rule: Rule): readonly (Weakening | false)[] {
  if (rule.does !== 'objects') return [weakening('effect_softer', said(old), old.effect, rule.does)];
  const isSofter = EFFECTS.indexOf(rule.effect) > EFFECTS.indexOf(old.effect);
  const more = rule.remedies.filter((id) => !old.remedies.includes(id));
  return [
    isSofter && weakening('effect_softer', said(old), old.effect, rule.effect),
    more.length > 0 && weakening('remedy_added', said(old), old.remedies.join(', '), rule.remedies.join(', ')),
  ];
}

function fileWeakenings(old: PackFile, file: PackFile): readonly Weakening[] {
  const gone = <T extends { readonly id: string }>(
    from: readonly T[],
    to: readonly { readonly id: string }[],
  ): readonly T[] => from.filter(({ id }) => !to.some((one) => one.id === id));
  const whole = (id: string): Said => ({ id, cite: null, statutory: old.kind === 'law' });
  const list = (value: unknown): string => canonicalJson(JSON.parse(JSON.stringify(value)));
  const lost = (from: readonly string[] | null, to: readonly string[] | null): boolean =>
    to !== null && (from === null || from.some((one) => !to.includes(one)));
  const entries = (values: readonly object[]): readonly string[] => values.map(list);
  const found: (Weakening | false)[] = [
    ...gone(old.duties, file.duties).map((duty) => weakening('duty_removed', said(duty))),
    ...gone(old.rows, file.rows).map((row) => weakening('row_removed', { ...whole(row.id), cite: row.cite })),
    ...numberWeakenings(old, file),
    lost(old.origins, file.origins) &&
      weakening('attaches_less', whole('origins'), list(old.origins), list(file.origins)),
    lost(old.events, file.events) && weakening('attaches_less', whole('events'), list(old.events), list(file.events)),
    lost(entries(file.covers), entries(old.covers)) &&
      weakening('covers_more', whole('covers'), list(old.covers), list(file.covers)),
    lost(entries(file.adequate), entries(old.adequate)) &&
      weakening('adequate_more', whole('adequate'), list(old.adequate), list(file.adequate)),
    lost(entries(old.sensitive), entries(file.sensitive)) && weakening('sensitive_less', whole('sensitive')),
    old.kind === 'law' && file.kind !== 'law' && weakening('not_law', whole('kind'), old.kind, file.kind),
    old.jurisdiction !== file.jurisdiction &&
      weakening('attaches_less', whole('jurisdiction'), old.jurisdiction, file.jurisdiction),
  ];
  return found.filter((one) => one !== false);
}

function numberWeakenings(old: PackFile, file: PackFile): readonly Weakening[] {
  return Object.entries(old.params).flatMap(([id, param]) => {
    const now = file.params[id];
    const is = { id, cite: param.source, statutory: param.kind === 'statutory' };
    if (now === undefined) return [weakening('number_looser', is, String(param.default), null)];
    const isLooser = param.stricter === 'lower' ? now.default > param.default : now.default < param.default;
    return [
      ...(isLooser ? [weakening('number_looser', is, String(param.default), String(now.default))] : []),
      ...(is.statutory && now.kind !== 'statutory' ? [weakening('not_statutory', is, param.kind, now.kind)] : []),
    ];
  });
}

/** Sets and class instances have no place in what is compared: a rule is its policy and annotations. */
function changedIds(before: Pack, after: Pack): readonly string[] {
  const textOf = ({ rules, file }: Pack): ReadonlyMap<string, string> =>
    new Map([
      ...rules.map((rule) => [rule.id, JSON.stringify(rule.policy)] as const),
      ...[...file.duties, ...file.rows].map((one) => [one.id, JSON.stringify(one)] as const),
    ]);
  const [old, now] = [textOf(before), textOf(after)];
  return [...now].flatMap(([id, text]) => (old.has(id) && old.get(id) !== text ? [id] : []));
}

function changedMembers(before: Pack, after: Pack): readonly string[] {
  const members = Object.entries(after.file).flatMap(([name, value]) => {
    const old = Object.entries(before.file).find(([other]) => other === name)?.[1];
    return JSON.stringify(old) === JSON.stringify(value) ? [] : [`pack.json ${name}`];
  });
  const texts = LOCALES.filter(
    (locale) => JSON.stringify(before.texts[locale]) !== JSON.stringify(after.texts[locale]),
  ).map((locale) => `texts/${locale}.json`);
  return [...members, ...texts];
}
