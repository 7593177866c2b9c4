/** What a sweep has found, added up; each number leads to its files. */
import { AGES, type SweepReport } from '../../../src/model/sweep.ts';
import type { SweepFilter } from '../../../src/model/api/sweeps.ts';
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { LevelBadge } from '../ui/words.tsx';

type Row = { readonly label: string; readonly files: number; readonly filter: SweepFilter };

export function ReportView({
  report,
  onOpen,
}: {
  readonly report: SweepReport;
  readonly onOpen: (filter: SweepFilter) => void;
}) {
  const { t } = useTranslation();
  const levels = LEVELS.toReversed().map((level) => ({
    label: t(`level.${level}`),
    files: report.levels[level] ?? 0,
    filter: { level },
  }));
  const types = FINDING_TYPES.map((type) => ({
    label: t(`finding.${type}`),
    files: report.types[type] ?? 0,
    filter: { type },
  }))
    .toSorted((a, b) => b.files - a.files)
    .slice(0, 10);
  const ages = AGES.map((age) => ({
    label: t(`sweeps.age.${age}`),
    files: Object.values(report.ages[age] ?? {}).reduce((sum, files) => sum + files, 0),
    filter: { age },
  }));
  return (
    <div className="grid min-w-0 gap-5 sm:grid-cols-2 xl:grid-cols-3">
      <Sum report={report} />
      <Tally title={t('sweeps.by_level')} rows={levels} onOpen={onOpen} />
      <Tally title={t('sweeps.by_type')} rows={types} onOpen={onOpen} />
      <Tally title={t('sweeps.by_age')} rows={ages} onOpen={onOpen} />
      <Places places={report.places} />
    </div>
  );
}

/** What counts as read all the same has another code. */
const UNREAD = /^unreadable\./;

function Sum({ report: { files, persons, problems } }: { readonly report: SweepReport }) {
  const { t } = useTranslation();
  const unread = Object.entries(problems).reduce((sum, [problem, n]) => sum + (UNREAD.test(problem) ? n : 0), 0);
  return (
    <p className="text-sm font-medium sm:col-span-2 xl:col-span-3">
      {[
        t('sweeps.files', { n: files }),
        ...(persons === 0 ? [] : [t('sweeps.persons', { n: persons })]),
        ...(unread === 0 ? [] : [t('sweeps.unread', { n: unread })]),
      ].join(' · ')}
    </p>
  );
}

function Tally({
  title,
  rows,
  onOpen,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly onOpen: (filter: SweepFilter) => void;
}) {
  const { t } = useTranslation();
  const shown = rows.filter((row) => row.files > 0);
  const most = Math.max(1, ...shown.map((row) => row.files));
  if (shown.length === 0) return null;
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="grid gap-1">
        {shown.map((row) => (
          <li key={row.label}>
            <button
              type="button"
              onClick={() => onOpen(row.filter)}
              className="grid min-h-touch w-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-1 rounded-lg px-2 py-1 text-left text-sm hover:bg-hover"
            >
              <span className="break-words">{row.label} </span>
              <span className="text-soft tabular-nums">{t('sweeps.files', { n: row.files })}</span>
              <span
                aria-hidden="true"
                className="col-span-2 h-1 rounded-full bg-accent"
                style={{ width: `${(row.files / most) * 100}%` }}
              />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Places({ places }: { readonly places: SweepReport['places'] }) {
  const { t } = useTranslation();
  if (places.length === 0) return null;
  return (
    <div className="grid min-w-0 content-start gap-1.5 sm:col-span-2 xl:col-span-3">
      <h3 className="text-sm font-medium">{t('sweeps.by_place')}</h3>
      <ul className="grid gap-1 lg:grid-cols-2">
        {places.slice(0, 20).map((one) => (
          <li
            key={one.kind + one.place}
            className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 rounded-lg border border-line px-3 py-2 text-sm"
          >
            <LevelBadge level={one.level} />
            <bdi className="min-w-0 font-medium break-all">{one.place}</bdi>
            <span className="text-soft">
              {[
                one.kind === 'conversation'
                  ? t('sweeps.messages', { n: one.messages })
                  : t('sweeps.files', { n: one.files }),
                one.persons === 0 ? '' : t('sweeps.persons', { n: one.persons }),
              ]
                .filter((part) => part !== '')
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
