/** The organisation's own numbers: seen beside the packs', tried over past decisions, and set only to be stricter. */
import type { ComparisonView, NumberList, PackNumberView, SetNumber } from '../../model/api/packs.ts';
import type { Locale } from '../../model/locale.ts';
import { nodeCedar } from '../../policy/cedar-node.ts';
import { createEngine, type PolicyEngine } from '../../policy/engine.ts';
import { POLICY } from '../../policy/errors.ts';
import type { PackParam } from '../../policy/pack-schema.ts';
import { shownProblems } from '../../policy/packs-node.ts';
import { listOwnNumbers, setOwnNumber } from '../../store/tables/packs.ts';
import { recordEvent } from '../../transfers/audit.ts';
import type { StaffActor, Tenant } from '../../transfers/deps.ts';
import { startComparison } from './compare.ts';
import type { Names, PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';
import type { RunningRules } from './rules.ts';

/** Past decisions that a number is tried on before it is set. */
const TRIED = 300;

/** Returns every number of the packs in use. */
export async function listNumbers(deps: PackDeps, tenant: Tenant, names: Names, locale: Locale): Promise<NumberList> {
  const own = await listOwnNumbers(deps.db.query, tenant.orgId);
  const people = await names([...new Set(own.map((one) => one.set_by))]);
  const { engine } = deps.rules.current();
  const numbers = engine.packs.flatMap(({ file, texts }) =>
    Object.entries(file.params).map(([param, { default: standard, kind, stricter, source }]): PackNumberView => {
      const set = own.find((one) => one.param === param);
      return {
        param,
        pack: file.pack,
        title: texts[locale][param]?.title ?? null,
        value: engine.params[param] ?? standard,
        default: standard,
        own: set?.value ?? null,
        statutory: kind === 'statutory',
        stricter,
        source,
        setBy: set === undefined ? null : (people.get(set.set_by) ?? '?'),
        setAt: set?.set_at.toISOString() ?? null,
      };
    }),
  );
  return { numbers };
}

/**
 * Returns what the number would have changed in the newest past decisions; stores nothing.
 *
 * @throws `packs.unknown_number`, `packs.set_by_statute`, `packs.not_stricter`
 */
export async function previewNumber(deps: PackDeps, tenant: Tenant, command: SetNumber): Promise<ComparisonView> {
  const rules = deps.rules.current();
  checkNumber(rules.engine, command);
  const comparison = startComparison(rules.engine, engineWith(rules, command));
  await comparison.past(deps.db, tenant.orgId, TRIED);
  return comparison.result();
}

/**
 * Sets a number, or takes it back to the pack's with null; it counts from the next decision on.
 *
 * @throws `packs.unknown_number`, `packs.set_by_statute`, `packs.not_stricter`, `packs.shipped_only`
 */
export async function setNumber(deps: PackDeps, tenant: Tenant, actor: StaffActor, command: SetNumber): Promise<void> {
  const { param, value } = command;
  await deps.rules.change(deps, { kind: 'staff', id: actor.id }, async (trx) => {
    checkNumber(deps.rules.current().engine, command);
    const at = deps.clock.now();
    await setOwnNumber(trx, tenant.orgId, param, value, actor.id, at);
    await recordEvent(deps, trx, tenant, {
      kind: 'number.set',
      at,
      actor: { kind: 'staff', id: actor.id },
      detail: { param, value },
    });
  });
  deps.log.nudge();
}

function checkNumber(engine: PolicyEngine, { param, value }: SetNumber): void {
  const found = engine.packs.flatMap(({ file }): PackParam[] => {
    const one = Object.hasOwn(file.params, param) ? file.params[param] : undefined;
    return one === undefined ? [] : [one];
  })[0];
  if (found === undefined) throw PACKS.unknown_number();
  const { default: standard, kind, stricter, source } = found;
  if (kind === 'statutory') throw PACKS.set_by_statute({ source });
  if (value === null) return;
  const isLooser = stricter === 'lower' ? value > standard : value < standard;
  if (isLooser) throw PACKS.not_stricter({ limit: standard });
}

function engineWith(rules: RunningRules, { param, value }: SetNumber): PolicyEngine {
  const { [param]: _old, ...others } = rules.settings.params;
  const settings = { ...rules.settings, params: value === null ? others : { ...others, [param]: value } };
  const created = createEngine(nodeCedar, rules.engine.packs, settings);
  if (created.outcome === 'rejected') throw POLICY.bad_settings({ problems: shownProblems(created.problems) });
  return created.engine;
}
