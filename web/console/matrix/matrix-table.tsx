/** The heat map: a row per destination, a column per level. Arrow keys move between cells, Enter opens one. */
import { type KeyboardEvent, useRef, useState } from 'react';
import type { RecipientKind } from '../../../src/model/facts.ts';
import { LEVELS } from '../../../src/model/level.ts';
import { MATRIX_PLACES, type MatrixCell, type MatrixPlace } from '../../../src/policy/matrix.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { LevelBadge } from '../ui/words.tsx';
import { CellButton, placeText } from './cell.tsx';
import { cellKey, type Matrix } from './use-matrix.ts';

type Props = {
  readonly matrix: Matrix;
  readonly recipient: RecipientKind;
  readonly onOpen: (cell: MatrixCell) => void;
};

const placeKey = ({ dest, city }: MatrixPlace): string => `${dest} ${city ?? ''}`;

/** Steps of the arrow keys, and of Home and End within a row. */
const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -LEVELS.length],
  End: [0, LEVELS.length],
};

const within = (value: number, length: number): number => Math.max(0, Math.min(length - 1, value));

export function MatrixTable({ matrix, recipient, onOpen }: Props) {
  const translation = useTranslation();
  const { t } = translation;
  // One cell is in the order of the Tab key; the arrows move it.
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const table = useRef<HTMLTableElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const [row, column] = [within(at[0] + step[0], MATRIX_PLACES.length), within(at[1] + step[1], LEVELS.length)];
    setAt([row, column]);
    table.current?.rows[row + 1]?.cells[column + 1]?.querySelector('button')?.focus();
  };
  return (
    <table ref={table} className="w-full border-separate border-spacing-1 text-sm">
      <caption className="sr-only">
        {t('matrix.caption', { recipient: t(`recipient_kind.${recipient}`) })} {t('matrix.keys')}
      </caption>
      <thead>
        <tr>
          <th scope="col" className="p-2 text-left font-medium text-soft">
            {t('fact.dest')}
          </th>
          {LEVELS.map((level) => (
            <th key={level} scope="col" className="p-2 text-left font-medium">
              <LevelBadge level={level} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {MATRIX_PLACES.map((place, row) => (
          <tr key={placeKey(place)}>
            <th scope="row" className="p-2 text-left font-medium">
              {placeText(translation, place)}
            </th>
            {LEVELS.map((level, column) => (
              <td key={level}>
                <CellButton
                  cell={matrix.cells.get(cellKey({ level, place, recipient }))}
                  onOpen={onOpen}
                  tabIndex={at[0] === row && at[1] === column ? 0 : -1}
                  onFocus={() => setAt([row, column])}
                  onKeyDown={onKeyDown}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The same on a phone: a list of destinations, each with its levels. */
export function MatrixList({ matrix, recipient, onOpen }: Props) {
  const translation = useTranslation();
  return (
    <ul className="grid gap-3">
      {MATRIX_PLACES.map((place) => (
        <li key={placeKey(place)} className="grid gap-2 rounded-xl border border-line p-3">
          <h3 className="text-sm font-semibold">{placeText(translation, place)}</h3>
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5">
            {LEVELS.map((level) => (
              <div key={level} className="contents">
                <dt>
                  <LevelBadge level={level} />
                </dt>
                <dd>
                  <CellButton cell={matrix.cells.get(cellKey({ level, place, recipient }))} onOpen={onOpen} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
