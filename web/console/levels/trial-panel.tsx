/** What a policy would have made of past transfers. */
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { TrialPage } from '../../../src/model/api/levels.ts';
import { levelTermWords } from '../access/terms-words.ts';
import { useLevels } from '../access/use-access.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { Section } from '../ui/page.tsx';
import { ProgressBar } from '../ui/progress.tsx';
import { Failed } from '../ui/states.tsx';
import { useLevelName } from '../ui/words.tsx';
import type { Trial } from './use-levels.ts';

export function TrialPanel({ trial, outdated }: { readonly trial: Trial; readonly outdated: boolean }) {
  const { t, format } = useTranslation();
  const { sum, state, error } = trial;
  if (error !== null) return <Failed error={error} />;
  if (state === 'none') return null;
  const n = { looked: format.number(sum.looked), total: format.number(sum.total) };
  const moved = sum.moves.reduce((all, one) => all + one.n, 0);
  return (
    <Section
      title={t('levels.trial.title')}
      action={state === 'running' && <Button onClick={trial.stop}>{t('levels.stop')}</Button>}
    >
      <div className="grid gap-4" aria-busy={state === 'running'}>
        {state === 'running' && (
          <>
            <ProgressBar
              label={t('levels.trial.title')}
              value={sum.total === 0 ? null : Math.min(1, sum.looked / sum.total)}
            />
            <p className="text-sm text-soft">{t('levels.trial.progress', n)}</p>
          </>
        )}
        {state === 'stopped' && <p className="text-sm text-wait">{t('levels.trial.stopped', n)}</p>}
        {outdated && <p className="text-sm text-wait">{t('levels.trial.outdated')}</p>}
        {state !== 'running' && sum.looked === 0 && <p className="text-sm">{t('levels.trial.empty')}</p>}
        {sum.looked > 0 && (
          <p className="text-sm">
            {t('levels.trial.sum', {
              moved: format.number(moved),
              same: format.number(sum.same),
              unknown: format.number(sum.cannotTell),
            })}
          </p>
        )}
        {sum.moves.length > 0 && <Moves moves={sum.moves} />}
        {moved > 0 && <Outcomes outcomes={sum.outcomes} obligations={sum.obligations} />}
        {moved > 0 && <Terms moves={sum.moves} />}
      </div>
    </Section>
  );
}

const CELL = 'py-2 pr-4 whitespace-nowrap max-sm:pr-2';

function Moves({ moves }: { readonly moves: TrialPage['moves'] }) {
  const { t, format } = useTranslation();
  const nameOf = useLevelName();
  const head = ['month', 'from', 'to', 'count', 'examples'] as const;
  return (
    // Scrolls by itself, so it has to be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="overflow-x-auto" tabIndex={0} aria-label={t('levels.trial.examples')}>
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line">
            {head.map((one) => (
              <th
                key={one}
                scope="col"
                className={classes(CELL, 'font-medium text-soft', one === 'examples' && 'max-sm:hidden')}
              >
                {t(`levels.trial.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {moves.map((one) => (
            <Fragment key={`${one.month} ${one.from} ${one.to}`}>
              <tr className="sm:border-b sm:border-line">
                <td className={classes(CELL, 'tabular-nums')}>{one.month}</td>
                <td className={CELL}>{nameOf(one.from)}</td>
                <td className={CELL}>{nameOf(one.to)}</td>
                <td className={classes(CELL, 'tabular-nums')}>{format.number(one.n)}</td>
                <td className="py-2 max-sm:hidden">
                  <Examples examples={one.examples} />
                </td>
              </tr>
              {/* On a phone they would lie beyond the edge. */}
              <tr className="border-b border-line sm:hidden">
                <td colSpan={4} className="pb-2">
                  <Examples examples={one.examples} />
                </td>
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Outcomes({ outcomes, obligations }: Pick<TrialPage, 'outcomes' | 'obligations'>) {
  const { t, format } = useTranslation();
  const more = obligations > 0 && <p className="text-sm">{t('levels.trial.obligations', { n: obligations })}</p>;
  if (outcomes.length === 0)
    return (
      <div className="grid gap-1.5">
        <p className="text-sm text-soft">{t('levels.trial.no_outcomes')}</p>
        {more}
      </div>
    );
  return (
    <div className="grid gap-1.5">
      <h3 className="text-sm font-semibold">{t('levels.trial.outcomes')}</h3>
      <ul className="grid gap-1.5">
        {outcomes.map((one) => (
          <li key={`${one.from} ${one.to}`} className="text-sm">
            {t('levels.trial.outcome', {
              from: t(`log.outcome.${one.from}`),
              to: t(`log.outcome.${one.to}`),
              n: format.number(one.n),
            })}{' '}
            <Examples examples={one.examples} />
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}

const TERMS = [
  'permission',
  'daysMax',
  'opensMax',
  'countries',
  'networks',
  'devicesMax',
  'hours',
  'kinds',
  'factorsMin',
  'factors',
  'search',
  'textLayer',
] as const;

/** What the templates of both levels allow differently; they hold whatever the rules decide. */
function Terms({ moves }: { readonly moves: TrialPage['moves'] }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const nameOf = useLevelName();
  const levels = useLevels().data?.levels;
  if (levels === undefined) return null;
  const pairs = new Map(moves.map(({ from, to }) => [`${from} ${to}`, { from, to }]));
  return (
    <div className="grid gap-1.5">
      <h3 className="text-sm font-semibold">{t('levels.trial.terms')}</h3>
      <ul className="grid gap-1.5 text-sm">
        {[...pairs].map(([key, { from, to }]) => {
          const [before, now] = [from, to].map((level) => levels.find((one) => one.level === level)?.inForce);
          if (before === undefined || now === undefined) return null;
          const said = TERMS.flatMap((term) => {
            const [a, b] = [levelTermWords(translation, before, term), levelTermWords(translation, now, term)];
            return a === b ? [] : [`${t(`access.term.${term}`)} ${a} → ${b}`];
          });
          const what = said.length === 0 ? t('levels.trial.no_terms') : format.list(said);
          return <li key={key}>{t('levels.trial.pair', { from: nameOf(from), to: nameOf(to), what })}</li>;
        })}
      </ul>
    </div>
  );
}

function Examples({ examples }: { readonly examples: TrialPage['moves'][number]['examples'] }) {
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {examples.map(({ id, reference }) => (
        <Link
          key={id}
          to="/transfers/$id"
          params={{ id }}
          className="inline-flex min-h-6 items-center whitespace-nowrap text-accent underline underline-offset-2"
        >
          {reference}
        </Link>
      ))}
    </span>
  );
}
