/** Adds up what a sweep has found, file by file, in memory that does not grow with the number of files. */
import { LEVELS, type Level, stricterLevel } from '../../../model/level.ts';
import type { Age, SweepItem, SweepReport } from '../../../model/sweep.ts';
import { DAY } from '../../../base/units.ts';

type Place = SweepReport['places'][number];

export type Summary = {
  readonly add: (item: SweepItem, isUnchanged: boolean) => void;
  readonly report: (finishedAt: Date | null) => SweepReport;
};

/** Folders and conversations that are told apart; all further ones are counted together. */
const MOST_PLACES = 5000;
const SHOWN_PLACES = 200;

export function createSummary(root: string, startedAt: Date, packDigest: string): Summary {
  const totals = { files: 0, bytes: 0, unchanged: 0, persons: 0 };
  const [levels, types, kinds, problems] = [new Map<string, number>(), new Map(), new Map(), new Map()];
  const ages = new Map<string, Map<string, number>>();
  const places = new Map<string, Place>();
  return {
    add: (item, isUnchanged) => {
      totals.files += 1;
      totals.bytes += item.size;
      totals.persons += item.persons;
      if (isUnchanged) totals.unchanged += 1;
      bump(levels, item.level);
      bump(kinds, item.contentType);
      if (item.problem !== null) bump(problems, item.problem);
      for (const type of Object.keys(item.counts)) bump(types, type);
      const age = ageOf(item.modifiedAt, startedAt);
      const ofAge = ages.get(age) ?? new Map<string, number>();
      ages.set(age, bump(ofAge, item.level));
      addPlace(places, item);
    },
    report: (finishedAt) => ({
      v: 1,
      root,
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
      packDigest,
      ...totals,
      levels: Object.fromEntries(LEVELS.map((level) => [level, levels.get(level) ?? 0])),
      types: sorted(types),
      kinds: sorted(kinds),
      ages: Object.fromEntries([...ages].map(([age, tally]) => [age, Object.fromEntries(tally)])),
      problems: sorted(problems),
      places: [...places.values()].sort(byStrictness).slice(0, SHOWN_PLACES),
    }),
  };
}

function bump(tally: Map<string, number>, key: string): Map<string, number> {
  return tally.set(key, (tally.get(key) ?? 0) + 1);
}

function sorted(tally: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...tally].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)));
}

/** How long ago something was changed, in the steps of a report. */
export function ageOf(modifiedAt: string | null, now: Date): Age {
  if (modifiedAt === null) return 'unknown';
  const years = (now.getTime() - Date.parse(modifiedAt)) / (365.25 * DAY);
  if (years < 1) return 'under_1y';
  if (years < 3) return '1_3y';
  if (years < 5) return '3_5y';
  return years < 10 ? '5_10y' : 'over_10y';
}

/**
 * A transcript is a conversation of its own, with what lies in a folder of its name beside it; everything else belongs to the folder of the
 * first level.
 */
function addPlace(places: Map<string, Place>, item: SweepItem): void {
  const { place, kind } = placeOf(places, item);
  const old = places.get(`${kind} ${place}`);
  if (old === undefined && places.size >= MOST_PLACES) return;
  const level: Level = stricterLevel(old?.level ?? 'public', item.level);
  places.set(`${kind} ${place}`, {
    place,
    kind,
    files: (old?.files ?? 0) + 1,
    bytes: (old?.bytes ?? 0) + item.size,
    level,
    persons: (old?.persons ?? 0) + item.persons,
    messages: (old?.messages ?? 0) + (item.chat?.messages ?? 0),
  });
}

function placeOf(places: ReadonlyMap<string, Place>, { path, chat }: SweepItem): Pick<Place, 'place' | 'kind'> {
  const stem = path.replace(/\.[0-9A-Za-z]{1,5}$/, '');
  if (chat !== null) return { place: stem, kind: 'conversation' };
  const parts = path.split('/');
  for (let depth = parts.length - 1; depth > 0; depth -= 1) {
    const folder = parts.slice(0, depth).join('/');
    const beside = folder.replace(/(?:[_.-]?(?:files|attachments|附件|文件))$/i, '');
    const found = [folder, beside].find((name) => places.has(`conversation ${name}`));
    if (found !== undefined) return { place: found, kind: 'conversation' };
  }
  return { place: parts.length > 1 ? (parts[0] ?? '.') : '.', kind: 'folder' };
}

function byStrictness(a: Place, b: Place): number {
  return LEVELS.indexOf(b.level) - LEVELS.indexOf(a.level) || b.persons - a.persons || a.place.localeCompare(b.place);
}
