/** One limit: how many persons, of how many, in words and as a bar; and when it is reached if the year goes on as it began. */
import type { Threshold } from '../../../src/model/api/counters.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';

const TONE: Readonly<Record<Threshold['state'], Tone>> = { far: 'good', near: 'wait', reached: 'stop' };
const BAR: Readonly<Record<Threshold['state'], string>> = { far: 'bg-accent', near: 'bg-wait', reached: 'bg-stop' };
const NAMES = ['cn.contract.pi', 'cn.assessment.pi', 'cn.contract.spi', 'cn.assessment.spi'] as const;

export function ThresholdBar({
  threshold,
  isThisYear,
}: {
  readonly threshold: Threshold;
  readonly isThisYear: boolean;
}) {
  const { t, format } = useTranslation();
  const { id, counts, limit, now, state, reachedOn } = threshold;
  const name = NAMES.find((one) => one === id);
  const share = Math.min(1, now / limit);
  return (
    <li className="grid gap-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p className="min-w-0 text-sm">
          <span className="font-medium">{t(`counters.${counts}`)}</span>
          <span className="text-soft"> · {name === undefined ? id : t(`counters.threshold.${name}`)}</span>
        </p>
        <Badge tone={TONE[state]}>{t(`counters.state.${state}`)}</Badge>
      </div>
      <div aria-hidden="true" className="h-2.5 overflow-hidden rounded-full bg-hover">
        <div
          className={classes('h-full origin-left rounded-full', BAR[state], share === 0 && 'invisible')}
          style={{ width: `max(${share * 100}%, 0.25rem)` }}
        />
      </div>
      <p className="text-[0.8125rem] text-soft">
        {t('counters.of', { now: format.number(now), limit: format.number(limit) })}
        {isThisYear && state !== 'reached' && (
          <>
            {' '}
            {reachedOn === null
              ? t('counters.not_this_year')
              : t('counters.reached_on', { date: format.date(reachedOn) })}
          </>
        )}
      </p>
    </li>
  );
}
