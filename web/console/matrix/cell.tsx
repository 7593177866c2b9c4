/** One cell: outcome and effect in words; colour and icon only repeat them. */
import type { KeyboardEvent } from 'react';
import type { Effect } from '../../../src/model/policy-decision.ts';
import type { MatrixCell, MatrixPlace } from '../../../src/policy/matrix.ts';
import { cityName, placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { TONE_SOFT } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { OUTCOME_TONE } from '../ui/words.tsx';

/** `Mainland China, Zhuhai`; the mainland without one of the nine cities is said to be elsewhere. */
export function placeText(translation: Translation, { dest, city }: MatrixPlace): string {
  const place = placeName(translation, dest);
  if (dest !== 'CN') return place;
  return translation.t('matrix.place_city', {
    place,
    city: cityName(translation, city) ?? translation.t('city.other'),
  });
}

/** A place that is held is the warmer the more stands in the way; the words say the same. */
const HEAT: Readonly<Record<Effect, string>> = {
  allow_if: 'bg-heat-1 text-ink',
  'need_approval(internal)': 'bg-heat-2 text-ink',
  need_filing: 'bg-heat-3 text-ink',
  'need_approval(regulator)': 'bg-heat-4 text-ink',
  forbid: 'bg-heat-5 text-ink',
};

function heatOf({ outcome, effect }: MatrixCell): string {
  return outcome === 'held' && effect !== null ? HEAT[effect] : TONE_SOFT[OUTCOME_TONE[outcome]];
}

export function CellButton({
  cell,
  onOpen,
  tabIndex,
  onFocus,
  onKeyDown,
}: {
  readonly cell: MatrixCell | undefined;
  readonly onOpen: (cell: MatrixCell) => void;
  readonly tabIndex?: number;
  readonly onFocus?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}) {
  const { t } = useTranslation();
  if (cell === undefined) return <span className="block min-h-touch animate-pulse rounded-lg bg-hover" />;
  const tone = OUTCOME_TONE[cell.outcome];
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      onClick={() => onOpen(cell)}
      className={classes(
        'flex min-h-touch w-full items-center gap-2 rounded-lg px-2.5 py-1.5 text-left text-[0.8125rem] leading-tight hover:outline hover:outline-line-strong',
        heatOf(cell),
      )}
    >
      <Icon name={tone} size={16} />
      <span className="grid">
        <span className="font-medium">{t(`matrix.${cell.outcome}`)}</span>
        {cell.effect !== null && <span className="text-ink">{t(`effect.${cell.effect}`)}</span>}
      </span>
    </button>
  );
}
