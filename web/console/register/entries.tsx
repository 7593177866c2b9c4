/** Entries, newest first: a table where there is room, cards on a phone. Each opens to everything it says. */
import { Fragment, useId, useState } from 'react';
import type { RegisterEntry } from '../../../src/model/api/register.ts';
import { PURPOSES } from '../../../src/model/facts.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { StateBadge } from '../ui/words.tsx';
import { basisWords, EntryDetail } from './entry-detail.tsx';

function purposeText({ t }: Translation, purpose: string): string {
  const known = PURPOSES.find((one) => one === purpose);
  return known === undefined ? purpose : t(`purpose.${known}`);
}

function Way({ entry }: { readonly entry: RegisterEntry }) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <>
      <p>
        {placeName(translation, entry.origin)} <span aria-hidden="true">→</span>
        <span className="sr-only"> {t('register.way_to')} </span> {placeName(translation, entry.destination)}
      </p>
      <p className="text-[0.8125rem] break-words text-soft">{entry.recipient.organisation}</p>
      {entry.event === 'open' && <p className="text-[0.8125rem] text-wait">{t('register.event.open')}</p>}
    </>
  );
}

function Persons({ entry }: { readonly entry: RegisterEntry }) {
  const { t, format } = useTranslation();
  return entry.persons === null ? (
    <span className="text-soft">{t('register.persons_unknown')}</span>
  ) : (
    <>{format.number(entry.persons)}</>
  );
}

function Bases({ entry }: { readonly entry: RegisterEntry }) {
  const translation = useTranslation();
  const words = basisWords(translation, entry);
  if (words.length === 0) return <span className="text-soft">{translation.t('register.none')}</span>;
  return <>{words.join(' · ')}</>;
}

function Row({ entry }: { readonly entry: RegisterEntry }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const [open, setOpen] = useState(false);
  const id = useId();
  const cell = 'px-3 py-3 first:pl-5 last:pr-5';
  return (
    <Fragment>
      <tr className={classes('align-top', !open && 'border-b border-line')}>
        <td className={cell}>
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="inline-flex items-start gap-1.5 rounded-md text-left text-accent hover:underline"
          >
            <span className={classes('mt-0.5 transition-transform', open && 'rotate-90')}>
              <Icon name="right" size={16} />
            </span>
            <span className="font-mono text-[0.8125rem] font-medium whitespace-nowrap">{entry.reference}</span>
          </button>
          <p className="mt-0.5 pl-5.5">{purposeText(translation, entry.purpose)}</p>
        </td>
        <td className={cell}>
          <Way entry={entry} />
        </td>
        <td className={cell}>
          <Persons entry={entry} />
        </td>
        <td className={cell}>
          <Bases entry={entry} />
        </td>
        <td className={cell}>
          <StateBadge state={entry.state} />
        </td>
        <td className={classes(cell, 'text-[0.8125rem]')}>
          <time dateTime={entry.at}>{format.dateTime(entry.at)}</time>
        </td>
      </tr>
      <tr id={id} hidden={!open} className="border-b border-line bg-sunken">
        <td colSpan={6} className="px-5 py-4">
          <p className="sr-only">{t('register.detail', { reference: entry.reference })}</p>
          {open && <EntryDetail entry={entry} />}
        </td>
      </tr>
    </Fragment>
  );
}

function Table({ entries }: { readonly entries: readonly RegisterEntry[] }) {
  const { t } = useTranslation();
  const heads = [
    t('register.col.reference'),
    t('register.col.way'),
    t('register.col.persons'),
    t('register.bases'),
    t('register.state'),
    t('register.col.at'),
  ];
  return (
    <div className="hidden overflow-x-auto rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-3 font-medium first:pl-5 last:pr-5">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <Row key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ entries }: { readonly entries: readonly RegisterEntry[] }) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <ul className="grid gap-3 md:hidden">
      {entries.map((entry) => (
        <li key={entry.id} className="grid gap-2 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <StateBadge state={entry.state} />
            <time dateTime={entry.at} className="text-[0.8125rem] text-soft">
              {format.dateTime(entry.at)}
            </time>
          </div>
          <Way entry={entry} />
          <p>{purposeText(translation, entry.purpose)}</p>
          <p className="text-[0.8125rem] text-soft">
            {t('register.col.persons')}: <Persons entry={entry} />
          </p>
          <p className="font-mono text-[0.8125rem] text-soft">{entry.reference}</p>
          <Disclosure summary={t('register.details')}>
            <EntryDetail entry={entry} />
          </Disclosure>
        </li>
      ))}
    </ul>
  );
}

export function Entries({ entries }: { readonly entries: readonly RegisterEntry[] }) {
  return (
    <>
      <Table entries={entries} />
      <Cards entries={entries} />
    </>
  );
}
