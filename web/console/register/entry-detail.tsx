/** Everything one entry says, in words; the names that programs use stand beside, where a reader may look them up. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RegisterEntry } from '../../../src/model/api/register.ts';
import { ASSESSMENTS, CONTRACTS, FILINGS, LEGAL_BASES, RECIPIENT_KINDS } from '../../../src/model/facts.ts';
import { EFFECTS, OBLIGATIONS } from '../../../src/model/policy-decision.ts';
import { cityName, placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { outcomeText } from '../log/kinds.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/page.tsx';
import { LevelBadge } from '../ui/words.tsx';

/** Words for those of the values that have any; the others as they are. */
function spoken<T extends string>(
  values: readonly string[],
  known: readonly T[],
  word: (value: T) => string,
): string[] {
  return values.map((value) => {
    const found = known.find((one) => one === value);
    return found === undefined ? value : word(found);
  });
}

export function basisWords({ t }: Translation, entry: RegisterEntry): string[] {
  return spoken(entry.bases, LEGAL_BASES, (one) => t(`basis.${one}`));
}

/** Why lists were sent that had been pseudonymised, and whether anything leads back. */
function pseudonymisedRow({ t }: Translation, { pseudonymised }: RegisterEntry): readonly [string, ReactNode] {
  const texts = pseudonymised.map(({ justification, erased }) =>
    t(erased ? 'register.pseudonymised_erased' : 'register.pseudonymised_text', { text: justification }),
  );
  return [t('register.pseudonymised'), <List key="pseudonymised" values={texts} />];
}

function safeguardWords({ t }: Translation, safeguards: readonly string[]): string[] {
  return safeguards.map((text) => {
    const [name = text, days] = text.split(':');
    if (name === 'pseudonymised') return t('register.pseudonymised');
    if (name === 'custody')
      return days === 'end-to-end' ? t('register.custody.end_to_end') : t('register.custody.server');
    if (name === 'expiry_days') return t('obligation.expiry_days', { days: Number(days) });
    const known = OBLIGATIONS.find((one) => one === name);
    return known === undefined || known === 'expiry_days' ? text : t(`obligation.${known}`);
  });
}

function List({ values }: { readonly values: readonly string[] }) {
  const { t } = useTranslation();
  if (values.length === 0) return <span className="text-soft">{t('register.none')}</span>;
  return (
    <ul className="grid gap-0.5">
      {values.map((value) => (
        <li key={value} className="break-words">
          {value}
        </li>
      ))}
    </ul>
  );
}

function Codes({ values }: { readonly values: readonly string[] }) {
  return (
    <ul className="grid gap-0.5 font-mono text-xs">
      {values.map((value) => (
        <li key={value} className="break-all">
          {value}
        </li>
      ))}
    </ul>
  );
}

function useRows(entry: RegisterEntry): readonly (readonly [string, ReactNode])[] {
  const translation = useTranslation();
  const { t, format } = translation;
  const kind = spoken([entry.recipientKind], RECIPIENT_KINDS, (one) => t(`recipient_kind.${one}`)).join('');
  const city = cityName(translation, entry.destinationCity);
  const effect = EFFECTS.find((one) => one === entry.effect);
  const instruments = [
    ...spoken(entry.contracts, CONTRACTS, (one) => t(`contract.${one}`)),
    ...spoken(entry.filings, FILINGS, (one) => t(`filing.${one}`)),
    ...spoken(entry.assessments, ASSESSMENTS, (one) => t(`assessment.${one}`)),
  ];
  return [
    [t('register.event'), t(`register.event.${entry.event}`)],
    [t('register.entity'), entry.entity.name],
    [t('register.recipient'), `${entry.recipient.name} · ${entry.recipient.organisation}`],
    [t('register.recipient_kind'), kind],
    ...(city === null ? [] : [[t('place.city'), city] as const]),
    [t('register.level'), <LevelBadge key="level" level={entry.level} />],
    [t('register.categories'), <Codes key="categories" values={entry.categories} />],
    [
      t('register.sensitive_for'),
      <List key="places" values={entry.sensitiveFor.map((one) => placeName(translation, one))} />,
    ],
    [t('register.bases'), <List key="bases" values={basisWords(translation, entry)} />],
    [t('register.instruments'), <List key="instruments" values={instruments} />],
    ...(entry.pseudonymised.length === 0 ? [] : [pseudonymisedRow(translation, entry)]),
    [t('register.safeguards'), <List key="safeguards" values={safeguardWords(translation, entry.safeguards)} />],
    [t('register.evidence'), <List key="evidence" values={entry.evidence} />],
    [
      t('register.outcome'),
      `${outcomeText(translation, entry.outcome) ?? ''}${effect === undefined ? '' : ` · ${t(`effect.${effect}`)}`}`,
    ],
    [t('register.granted_at'), entry.grantedAt === null ? t('register.never_open') : format.dateTime(entry.grantedAt)],
    [t('register.changed_at'), format.dateTime(entry.changedAt)],
    [
      t('register.retain_until'),
      entry.retainUntil === null ? t('register.retain_open') : format.date(entry.retainUntil),
    ],
    [t('register.content'), `${t('transfers.files', { n: entry.files })} · ${format.bytes(entry.bytes)}`],
  ];
}

export function EntryDetail({ entry }: { readonly entry: RegisterEntry }) {
  const { t } = useTranslation();
  const packs = entry.packs.map((one) => `${one.pack} ${one.version} ${one.digest}`);
  return (
    <div className="grid gap-3">
      <Facts rows={useRows(entry)} />
      <Disclosure summary={t('register.rules')}>
        <div className="grid gap-3">
          <Codes values={entry.rules} />
          <Codes values={packs} />
        </div>
      </Disclosure>
      <Link
        to="/transfers/$id"
        params={{ id: entry.transferId }}
        className="inline-flex min-h-touch items-center text-sm text-accent underline underline-offset-2"
      >
        {t('register.open_transfer')}
      </Link>
    </div>
  );
}
