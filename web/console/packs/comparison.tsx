/** What comes out differently by two sets of rules: the counts, then each difference, what became looser first. */
import { Link } from '@tanstack/react-router';
import type { ComparedCounts, ComparisonView, DifferenceView } from '../../../src/model/api/packs.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { effectText } from './rule-list.tsx';
import { Code } from './text.tsx';

const TONES: Readonly<Record<DifferenceView['direction'], Tone>> = { looser: 'stop', other: 'calm', stricter: 'wait' };
const EVENTS = ['send', 'notify', 'open', 'download', 'forward'] as const;

export function eventText({ t }: Pick<Translation, 't'>, event: string): string {
  return t(`packs.event.${EVENTS.find((known) => known === event) ?? 'other'}`);
}

export function answerText(translation: Translation, answer: DifferenceView['before']): string {
  const outcome = translation.t(`log.outcome.${answer.outcome}`);
  return answer.effect === null ? outcome : `${outcome} (${effectText(translation, answer.effect)})`;
}

function Counts({
  title,
  none,
  counts,
}: {
  readonly title: string;
  readonly none?: string;
  readonly counts: ComparedCounts;
}) {
  const { t, format } = useTranslation();
  const { compared, same, undecided } = counts;
  const n = (value: number) => ({ n: format.number(value) });
  return (
    <div className="grid gap-1.5 text-sm">
      <p>
        <span className="font-medium">{title}</span>{' '}
        <span className="text-soft">
          {compared === 0 && none !== undefined ? none : t('packs.compared.n', { n: compared })}
        </span>
      </p>
      {compared > 0 && (
        <p className="flex flex-wrap gap-2">
          {counts.looser > 0 && <Badge tone="stop">{t('packs.compared.looser', n(counts.looser))}</Badge>}
          {counts.stricter > 0 && <Badge tone="wait">{t('packs.compared.stricter', n(counts.stricter))}</Badge>}
          {counts.other > 0 && <Badge tone="calm">{t('packs.compared.other', n(counts.other))}</Badge>}
          <Badge tone="good">{t('packs.compared.same', n(same))}</Badge>
          {undecided > 0 && <Badge tone="calm">{t('packs.compared.undecided', n(undecided))}</Badge>}
        </p>
      )}
    </div>
  );
}

function Only({ title, sayings }: { readonly title: string; readonly sayings: readonly string[] }) {
  if (sayings.length === 0) return null;
  return (
    <div className="grid gap-0.5">
      <p className="text-[0.8125rem] text-soft">{title}</p>
      <ul className="grid gap-0.5">
        {sayings.map((saying) => (
          <li key={saying}>
            <Code>{saying}</Code>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Difference({ one }: { readonly one: DifferenceView }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const before = answerText(translation, one.before);
  const after = answerText(translation, one.after);
  return (
    <li className="grid min-w-0 gap-1.5 border-b border-line py-3 text-sm last:border-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={TONES[one.direction]}>{t(`packs.direction.${one.direction}`)}</Badge>
        {one.transfer !== null && (
          <Link
            to="/transfers/$id"
            params={{ id: one.transfer.id }}
            className="font-mono text-[0.8125rem] text-accent hover:underline"
          >
            {one.transfer.reference}
          </Link>
        )}
        {one.situation !== null && <span lang="en">{one.situation}</span>}
        <span className="text-soft">
          {eventText(translation, one.event)}
          {one.at !== null && ` · ${format.dateTime(one.at)}`}
        </span>
      </div>
      {before !== after && <p>{t('packs.from_outcome', { before, after })}</p>}
      <Only title={t('packs.only_before')} sayings={one.onlyBefore} />
      <Only title={t('packs.only_after')} sayings={one.onlyAfter} />
    </li>
  );
}

const AT_FIRST = 10;

export function Comparison({ result }: { readonly result: ComparisonView }) {
  const { t } = useTranslation();
  const { past, agreed, differences } = result;
  const first = differences.slice(0, AT_FIRST);
  const rest = differences.slice(AT_FIRST);
  return (
    <div className="grid min-w-0 gap-4">
      <Counts title={t('packs.compared.past')} none={t('packs.compared.nothing')} counts={past} />
      {agreed.compared > 0 && <Counts title={t('packs.compared.agreed')} counts={agreed} />}
      {differences.length === 0 && <p className="text-sm">{t('packs.compared.none')}</p>}
      {differences.length > 0 && (
        <div>
          <p className="text-[0.8125rem] text-soft">{t('packs.compared.listed', { n: differences.length })}</p>
          <List differences={first} />
          {rest.length > 0 && (
            <Disclosure summary={t('common.more')}>
              <List differences={rest} />
            </Disclosure>
          )}
        </div>
      )}
    </div>
  );
}

function List({ differences }: { readonly differences: readonly DifferenceView[] }) {
  return (
    <ul>
      {differences.map((one, at) => (
        // One situation may stand here several times, with other facts each.
        // oxlint-disable-next-line react/no-array-index-key
        <Difference key={at} one={one} />
      ))}
    </ul>
  );
}
