/** One pack in use, to be read: its rules in words and as they are written, its numbers, its reviews and its versions. */
import type { PackDetail, PackRuleView, PackVersionView, VersionDetail } from '../../model/api/packs.ts';
import type { Locale } from '../../model/locale.ts';
import type { Pack, PackFiles } from '../../policy/load-pack.ts';
import { packChanges } from '../../policy/pack-changes.ts';
import { ruleTexts } from '../../policy/rule-texts.ts';
import { listVersions, type PackVersionHead } from '../../store/tables/packs.ts';
import type { Tenant } from '../../transfers/deps.ts';
import type { Names, PackDeps } from './deps.ts';
import { PACKS } from './errors.ts';
import { listNumbers } from './numbers.ts';
import { readReviews } from './reviews.ts';
import type { RunningRules } from './rules.ts';
import { readShadowRuns } from './shadow.ts';
import { hasRun, requireVersion, shippedDigest, versionBefore } from './switch.ts';

const MOST_VERSIONS = 1_000;

/** Returns everything about a pack in use. @throws `packs.not_found` */
export async function readPack(
  deps: PackDeps,
  tenant: Tenant,
  names: Names,
  locale: Locale,
  name: string,
  mayManage: boolean,
): Promise<PackDetail> {
  const rules = deps.rules.current();
  const pack = rules.engine.packs.find(({ file }) => file.pack === name);
  if (pack === undefined) throw PACKS.not_found();
  const { file, digest } = pack;
  const { query } = deps.db;
  const rows = (await listVersions(query, tenant.orgId, MOST_VERSIONS)).filter((row) => row.pack === name);
  const before = await versionBefore(query, tenant, name, digest);
  const { numbers } = await listNumbers(deps, tenant, names, locale);
  return {
    pack: name,
    title: file.title[locale],
    version: file.version,
    digest,
    reviewed: rules.engine.reviewed.has(digest),
    kind: file.kind,
    origin: rules.brought.has(name) ? 'brought' : 'shipped',
    shipped: await shippedBeside(deps, name, digest),
    before: before === undefined ? null : { version: before.version, digest: before.digest },
    rules: viewRules(pack, filesOf(rules, name), locale),
    numbers: numbers.filter((one) => one.pack === name),
    reviews: await readReviews(deps, tenant, names, name, digest),
    versions: await viewVersions(rules, names, rows),
    mayManage,
  };
}

async function shippedBeside(deps: PackDeps, name: string, digest: string): Promise<PackDetail['shipped']> {
  const shipped = await shippedDigest(deps, name);
  if (shipped === undefined || shipped === digest) return null;
  const files = deps.rules.shipped.packs.find((one) => one.name === name)?.files ?? {};
  const version = /"version":\s*"([\d.]+)"/.exec(files['pack.json'] ?? '')?.[1] ?? '?';
  return { version, digest: shipped };
}

/** Texts of a pack in use; the sources stand in the order of the packs. */
function filesOf({ engine, sources }: RunningRules, name: string): PackFiles {
  const at = engine.packs.findIndex(({ file }) => file.pack === name);
  return sources.packs[at]?.files ?? {};
}

async function viewVersions(
  { engine }: RunningRules,
  names: Names,
  rows: readonly PackVersionHead[],
): Promise<PackVersionView[]> {
  const people = await names([...new Set(rows.flatMap(({ created_by: by }) => (by === null ? [] : [by])))]);
  return rows.map((row) => ({
    id: row.candidate_id,
    pack: row.pack,
    version: row.version,
    digest: row.digest,
    origin: row.origin,
    state: row.state,
    inUse: engine.packs.some(({ file, digest }) => file.pack === row.pack && digest === row.digest),
    broughtBy: row.created_by === null ? null : (people.get(row.created_by) ?? '?'),
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  }));
}

function viewRules(pack: Pack, files: PackFiles, locale: Locale): PackRuleView[] {
  const cedar = ruleTexts(files);
  const words = (id: string): Words => ({ ...textOf(pack, id, locale), ...sourceOf(pack, id, locale) });
  const { duties, rows } = pack.file;
  return [
    ...pack.rules.map(
      (rule): PackRuleView => ({
        ...words(rule.id),
        ...said(rule),
        does: rule.does,
        statutory: rule.kind === 'statutory',
        effect: rule.does === 'objects' ? rule.effect : null,
        remedies: rule.does === 'objects' ? [...rule.remedies] : [],
        obligations: rule.does === 'obliges' ? [...rule.obligations] : [],
        cedar: cedar.get(rule.id) ?? null,
      }),
    ),
    ...duties.map(
      (duty): PackRuleView => ({
        ...words(duty.id),
        ...said(duty),
        ...bare('duty'),
        statutory: duty.kind === 'statutory',
      }),
    ),
    ...rows.map(
      (row): PackRuleView => ({
        ...words(row.id),
        ...said(row),
        ...bare('row'),
        why: row.text,
        statutory: pack.file.kind === 'law',
      }),
    ),
  ];
}

type TextWords = Pick<PackRuleView, 'title' | 'why' | 'lift'>;
type SourceWords = Pick<PackRuleView, 'statute' | 'url' | 'checked' | 'note'>;
type Words = TextWords & SourceWords;

function textOf(pack: Pack, id: string, locale: Locale): TextWords {
  const text = pack.texts[locale][id];
  return text === undefined ? { title: null, why: null, lift: null } : { ...text };
}

function sourceOf(pack: Pack, id: string, locale: Locale): SourceWords {
  const cite = pack.file.cites[id];
  if (cite === undefined) return { statute: null, url: null, checked: null, note: null };
  const { forms, url, checked, note } = cite;
  return { statute: forms[locale] ?? Object.values(forms)[0] ?? null, url, checked, note };
}

function bare(does: 'duty' | 'row'): Pick<PackRuleView, 'does' | 'effect' | 'remedies' | 'obligations' | 'cedar'> {
  return { does, effect: null, remedies: [], obligations: [], cedar: null };
}

type Source = Pick<PackRuleView, 'id' | 'cite' | 'confidence' | 'from' | 'to'>;
function said({ id, cite, confidence, from, to }: Source): Source {
  return { id, cite, confidence, from, to };
}

/** Returns a version beside what is in use: what it changes, both texts, and its shadow runs. @throws `packs.not_found` */
export async function readVersion(deps: PackDeps, tenant: Tenant, names: Names, id: string): Promise<VersionDetail> {
  const rules = deps.rules.current();
  const row = await requireVersion(deps.db.query, tenant, id);
  const current = rules.engine.packs.find(({ file }) => file.pack === row.pack) ?? null;
  const pack = await deps.rules.load(row);
  const { files: _files, schema_text: _schema, ...head } = row;
  const [version] = await viewVersions(rules, names, [head]);
  if (version === undefined) throw PACKS.not_found();
  const changes = packChanges(current, pack);
  const inUse = current === null ? {} : filesOf(rules, row.pack);
  const paths = [...new Set([...Object.keys(inUse), ...Object.keys(row.files)])].sort();
  const files = paths.map((path) => ({ path, before: inUse[path] ?? '', after: row.files[path] ?? '' }));
  return {
    version,
    changes: {
      weakened: changes.weakened.map((one) => ({ ...one })),
      added: [...changes.added],
      changed: [...changes.changed],
      members: [...changes.members],
    },
    files: files.filter(({ before, after }) => before !== after),
    runs: await readShadowRuns(deps, tenant, names, id),
    maySwitchOn:
      (row.state === 'shadow' || row.state === 'retired') && (await hasRun(deps, deps.db.query, tenant, row)),
  };
}
