/** States, levels and outcomes of the model in words, each with the tone that repeats it. */
import { FINDING_TYPES, type FindingType } from '../../../src/model/classification.ts';
import type { Level } from '../../../src/model/level.ts';
import type { Outcome } from '../../../src/model/policy-decision.ts';
import type { TransferState } from '../../../src/model/transfer-states.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, Tag, type Tone } from './badge.tsx';

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

const LEVEL_TONE: Readonly<Record<Level, Tone>> = {
  public: 'good',
  internal: 'calm',
  confidential: 'wait',
  restricted: 'stop',
};

export function LevelBadge({ level }: { readonly level: Level }) {
  const { t } = useTranslation();
  return <Badge tone={LEVEL_TONE[level]}>{t(`level.${level}`)}</Badge>;
}

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
