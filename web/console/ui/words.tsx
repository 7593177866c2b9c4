/** States, levels and outcomes of the model in words, each with the tone that repeats it. */
import { FINDING_TYPES, type FindingType } from '../../../src/model/classification.ts';
import { LEVELS, type Level } from '../../../src/model/level.ts';
import type { Outcome } from '../../../src/model/policy-decision.ts';
import type { TransferState } from '../../../src/model/transfer-states.ts';
import { useSessionIfAny } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, Tag, type Tone } from './badge.tsx';
import { classes } from './classes.ts';

const STATE_TONE: Readonly<Record<TransferState, Tone>> = {
  submitted: 'calm',
  held: 'wait',
  refused: 'stop',
  granted: 'good',
  revoked: 'stop',
  expired: 'calm',
  withdrawn: 'calm',
};

export function StateBadge({ state }: { readonly state: TransferState }) {
  const { t } = useTranslation();
  return <Badge tone={STATE_TONE[state]}>{t(`state.${state}`)}</Badge>;
}

/** What the organisation calls a level, in the reader's language where it said so. */
export function useLevelName(): (level: Level) => string {
  const { t, locale } = useTranslation();
  const names = useSessionIfAny()?.levelNames;
  return (level) => names?.[level]?.[locale] ?? t(`level.${level}`);
}

/** A level is no state: bars instead of a tone, the more the stricter. */
export function LevelBadge({ level }: { readonly level: Level }) {
  const nameOf = useLevelName();
  const height = LEVELS.indexOf(level);
  return (
    <span className="inline-flex items-center gap-2 text-sm whitespace-nowrap">
      <span aria-hidden="true" className="flex items-end gap-0.5 forced-color-adjust-none">
        {LEVELS.map((name, step) => (
          <span key={name} className={classes('w-1 rounded-full', BAR[step], step <= height ? 'bg-ink' : 'bg-line')} />
        ))}
      </span>
      {nameOf(level)}
    </span>
  );
}

const BAR = ['h-1.5', 'h-2', 'h-2.5', 'h-3'] as const;

export const OUTCOME_TONE: Readonly<Record<Outcome, Tone>> = { allow: 'good', held: 'wait', refused: 'stop' };

/** `HKID × 3`, the most frequent first. Types are said in words; values are never shown. */
export function FindingTags({ counts }: { readonly counts: Readonly<Partial<Record<FindingType, number>>> }) {
  const { t, format } = useTranslation();
  const found = FINDING_TYPES.map((type) => ({ type, count: counts[type] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return (
    <ul className="flex flex-wrap gap-1.5">
      {found.map(({ type, count }) => (
        <li key={type}>
          <Tag>
            {t(`finding.${type}`)}
            <span className="text-soft">× {format.number(count)}</span>
          </Tag>
        </li>
      ))}
    </ul>
  );
}
