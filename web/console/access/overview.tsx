/** The list: a table where there is room, cards on a phone. Each line says why, and can be tried. */
import { Link } from '@tanstack/react-router';
import type { AccessRow } from '../../../src/model/api/access.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { Outcome } from './outcome.tsx';
import { limitWords } from './terms-words.ts';

type Props = { readonly rows: readonly AccessRow[]; readonly onTry: (row: AccessRow) => void };

export function personOf(row: AccessRow): string {
  return row.person ?? row.organisation;
}

export function documentOf({ t }: Translation, row: AccessRow): string {
  if (row.objectKind === 'message') return t('access.message');
  return row.document ?? t('access.file_no', { n: row.position });
}

function Person({ row }: { readonly row: AccessRow }) {
  const translation = useTranslation();
  const about = [...(row.person === null ? [] : [row.organisation]), placeName(translation, row.jurisdiction)];
  return (
    <>
      <p className="font-medium break-words">{personOf(row)}</p>
      <p className="text-[0.8125rem] break-words text-soft">{about.join(' · ')}</p>
    </>
  );
}

function Document({ row }: { readonly row: AccessRow }) {
  const translation = useTranslation();
  return (
    <>
      <p className="break-words">{documentOf(translation, row)}</p>
      <p>
        <Link
          to="/transfers/$id"
          params={{ id: row.transferId }}
          className="font-mono text-[0.8125rem] text-accent underline underline-offset-2"
        >
          {row.reference}
        </Link>
      </p>
      <LevelBadge level={row.level} />
    </>
  );
}

function Terms({ row }: { readonly row: AccessRow }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { terms } = row;
  const lines = [
    ...(terms.until === null ? [] : [t('access.says.until', { date: format.dateTime(terms.until) })]),
    t('access.says.opens', { left: row.opensLeft, max: terms.opensMax }),
    ...limitWords(translation, terms).map(({ name, text }) => `${text} (${t(`access.source.${row.from[name]}`)})`),
  ];
  return (
    <>
      <p>{t(`access.perm.${terms.permission}`)}</p>
      <ul className="text-[0.8125rem] text-soft">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function Now({ row }: { readonly row: AccessRow }) {
  const { outcome, term, source, rule } = row;
  return <Outcome judged={{ outcome, term, source, rules: rule === null ? [] : [rule] }} />;
}

function TryButton({ row, onTry }: { readonly row: AccessRow; readonly onTry: (row: AccessRow) => void }) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <button
      type="button"
      aria-label={`${t('access.col.try')}: ${personOf(row)}, ${documentOf(translation, row)}, ${row.reference}`}
      onClick={() => onTry(row)}
      className="inline-flex min-h-touch items-center text-sm text-accent underline underline-offset-2 sm:min-h-9"
    >
      {t('access.col.try')}
    </button>
  );
}

const keyOf = (row: AccessRow): string => `${row.recipientId} ${row.objectId}`;

export function Overview({ rows, onTry }: Props) {
  const { t } = useTranslation();
  const cell = 'px-3 py-3 first:pl-5 last:pr-5';
  return (
    <>
      <div className="hidden overflow-x-auto rounded-2xl border border-line bg-surface shadow-card lg:block">
        <table className="w-full text-left text-sm">
          <thead className="border-b border-line text-[0.8125rem] text-soft">
            <tr>
              {(['person', 'document', 'terms', 'now'] as const).map((head) => (
                <th key={head} scope="col" className={`${cell} font-medium`}>
                  {t(`access.col.${head}`)}
                </th>
              ))}
              <th scope="col" className={cell}>
                <span className="sr-only">{t('access.col.try')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)} className="border-b border-line align-top last:border-0">
                <td className={cell}>
                  <Person row={row} />
                </td>
                <td className={cell}>
                  <Document row={row} />
                </td>
                <td className={cell}>
                  <Terms row={row} />
                </td>
                <td className={cell}>
                  <Now row={row} />
                </td>
                <td className={cell}>
                  <TryButton row={row} onTry={onTry} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="grid gap-3 lg:hidden">
        {rows.map((row) => (
          <li key={keyOf(row)} className="grid gap-3 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
            <div>
              <Person row={row} />
            </div>
            <div>
              <Document row={row} />
            </div>
            <div>
              <Terms row={row} />
            </div>
            <Now row={row} />
            <TryButton row={row} onTry={onTry} />
          </li>
        ))}
      </ul>
    </>
  );
}
