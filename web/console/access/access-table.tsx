/**
 * The permission matrix as a table: recipients down, documents across, and at the edges what holds for all of them. One cell is in the order of
 * the page, arrow keys move between them. On a phone the same cells stand one under the other.
 */
import { type KeyboardEvent, useState } from 'react';
import type { AccessTable as Table, InForce } from '../../../src/model/api/access.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import { placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { type CellRef, cellOf, type CellWords } from './cell-dialog.tsx';
import { RecipientActs } from './recipient-acts.tsx';
import { saysNothing } from './terms-draft.ts';
import { limitWords } from './terms-words.ts';

const STATE_TONE = {
  active: 'good',
  used_up: 'wait',
  expired: 'calm',
  revoked: 'stop',
  none: 'stop',
  not_granted: 'calm',
} as const satisfies Record<InForce['state'], Tone>;

export type Names = { readonly who: (id: string | null) => string; readonly what: (id: string | null) => string };

/** Names as the transfer shows them to this reader; else the organisation, or the place in the list. */
export function useNames(table: Table, transfer: Pick<TransferDetail, 'recipients' | 'objects'>): Names {
  const { t } = useTranslation();
  return {
    who: (id) => {
      if (id === null) return t('access.table.everybody');
      const known = transfer.recipients.find((one) => one.id === id)?.name ?? '';
      return known === '' ? (table.recipients.find((one) => one.id === id)?.organisation ?? '') : known;
    },
    what: (id) => {
      if (id === null) return t('access.table.everything');
      const at = table.objects.findIndex((one) => one.id === id);
      if (table.objects[at]?.kind === 'message') return t('access.message');
      const known = transfer.objects.find((one) => one.id === id)?.name ?? '';
      return known === '' ? t('access.file_no', { n: at + 1 }) : known;
    },
  };
}

/** What is in force in one cell. */
export function InForceWords({ found }: { readonly found: InForce }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { terms, state, opensLeft } = found;
  const lines = [
    ...(terms.notBefore === null ? [] : [t('access.says.notBefore', { date: format.dateTime(terms.notBefore) })]),
    ...(terms.until === null ? [] : [t('access.says.until', { date: format.dateTime(terms.until) })]),
    t('access.says.opens', { left: opensLeft, max: terms.opensMax }),
    ...limitWords(translation, terms).map((one) => one.text),
  ];
  return (
    <>
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium">{t(`access.perm.${terms.permission}`)}</span>
        {state !== 'active' && state !== 'none' && <Badge tone={STATE_TONE[state]}>{t(`access.state.${state}`)}</Badge>}
      </span>
      {terms.permission !== 'none' && (
        <span className="grid gap-0.5 text-[0.8125rem] text-soft">
          {lines.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </span>
      )}
    </>
  );
}

/** What a cell at the edge says; what it does not say is left to the level and the decision. */
function EdgeWords({ table, cell }: { readonly table: Table; readonly cell: CellRef }) {
  const { t } = useTranslation();
  const said = cellOf(table, cell)?.terms ?? {};
  if (saysNothing(said)) return <span className="text-[0.8125rem] text-soft">{t('access.table.as_wider')}</span>;
  const names = Object.keys(said);
  return (
    <span className="grid gap-0.5">
      <span className="font-medium">
        {said.permission === undefined ? t('access.table.own') : t(`access.perm.${said.permission}`)}
      </span>
      <span className="text-[0.8125rem] text-soft">{names.flatMap((name) => termLabel(t, name)).join(' · ')}</span>
    </span>
  );
}

function termLabel(t: ReturnType<typeof useTranslation>['t'], name: string): string[] {
  const known = LABELLED.find((one) => one === name);
  return known === undefined ? [] : [t(`access.term.${known}`)];
}

const LABELLED = [
  'notBefore',
  'until',
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

type GridProps = {
  readonly table: Table;
  readonly names: Names;
  readonly onOpen: (cell: CellRef, words: CellWords) => void;
  /** Ending one recipient for good. */
  readonly onRevoke: (recipientId: string) => void;
};

/** Moves the focus with the arrow keys; one cell at a time is reached by the tabulator. */
function useGrid(rows: number, columns: number) {
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const go = (from: Element, row: number, column: number) => {
    const next = [Math.min(Math.max(row, 0), rows - 1), Math.min(Math.max(column, 0), columns - 1)] as const;
    setAt(next);
    from.closest('table')?.querySelector<HTMLElement>(`[data-cell="${next[0]}:${next[1]}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, columns - 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    go(event.currentTarget, step[0], step[1]);
  };
  return { onKeyDown, isAt: (row: number, column: number) => at[0] === row && at[1] === column };
}

function Who({ table, names, id }: { readonly table: Table; readonly names: Names; readonly id: string | null }) {
  const translation = useTranslation();
  const { t } = translation;
  const recipient = table.recipients.find((one) => one.id === id);
  if (recipient === undefined) return <span className="font-medium">{names.who(null)}</span>;
  const about = [
    ...(names.who(id) === recipient.organisation ? [] : [recipient.organisation]),
    placeName(translation, recipient.jurisdiction),
  ];
  return (
    <>
      <span className="block font-medium break-words">{names.who(id)}</span>
      <span className="block text-[0.8125rem] break-words text-soft">{about.join(' · ')}</span>
      {!recipient.belongs && <span className="block text-[0.8125rem] text-stop">{t('access.table.left_group')}</span>}
    </>
  );
}

/** The words of one cell, and its button where the reader may change it. */
function Cell({
  table,
  names,
  onOpen,
  cell,
  button,
}: Omit<GridProps, 'onRevoke'> & {
  readonly cell: CellRef;
  readonly button: {
    readonly 'data-cell'?: string;
    readonly tabIndex?: number;
    readonly onKeyDown?: (event: KeyboardEvent) => void;
  };
}) {
  const { t } = useTranslation();
  const words = { who: names.who(cell.recipientId), what: names.what(cell.objectId) };
  const found = table.inForce.find((one) => one.objectId === cell.objectId && one.recipientId === cell.recipientId);
  const hasOwn = found !== undefined && !saysNothing(cellOf(table, cell)?.terms ?? {});
  const inside = (
    <>
      {found === undefined ? <EdgeWords table={table} cell={cell} /> : <InForceWords found={found} />}
      {hasOwn && <span className="text-[0.8125rem] text-accent">{t('access.table.own')}</span>}
    </>
  );
  if (!table.may.edit) return <div className="grid gap-1 p-3">{inside}</div>;
  return (
    <button
      type="button"
      {...button}
      onClick={() => onOpen(cell, words)}
      className="grid min-h-touch w-full content-start gap-1 rounded-lg p-3 text-left hover:bg-hover"
    >
      <span className="sr-only">{t('access.table.cell', words)}: </span>
      {inside}
    </button>
  );
}

export function AccessGrid(props: GridProps) {
  return (
    <>
      <WideGrid {...props} />
      <NarrowList {...props} />
    </>
  );
}

function WideGrid({ table, names, onOpen, onRevoke }: GridProps) {
  const { t } = useTranslation();
  const rows = [null, ...table.recipients.map((one) => one.id)];
  const columns = [null, ...table.objects.map((one) => one.id)];
  const grid = useGrid(rows.length, columns.length);
  return (
    <section
      aria-label={t('access.table.scroll')}
      // A table wider than its card scrolls by keyboard as well.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={table.may.edit ? undefined : 0}
      className="hidden overflow-x-auto rounded-xl border border-line md:block"
    >
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line bg-sunken">
          <tr>
            <th scope="col" className="p-3 font-medium">
              {t('access.col.person')}
            </th>
            {columns.map((objectId) => (
              <th key={objectId ?? ''} scope="col" className="min-w-36 p-3 font-medium break-words">
                {names.what(objectId)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((recipientId, row) => (
            <tr
              key={recipientId ?? ''}
              className={classes('border-b border-line align-top last:border-0', recipientId === null && 'bg-sunken')}
            >
              <th scope="row" className="min-w-36 p-3 font-normal">
                <Who table={table} names={names} id={recipientId} />
                {recipientId !== null && (
                  <RecipientActs table={table} who={names.who(recipientId)} id={recipientId} onRevoke={onRevoke} />
                )}
              </th>
              {columns.map((objectId, column) => (
                <td key={objectId ?? ''} className="p-0.5">
                  <Cell
                    table={table}
                    names={names}
                    onOpen={onOpen}
                    cell={{ objectId, recipientId }}
                    button={{
                      'data-cell': `${row}:${column}`,
                      tabIndex: grid.isAt(row, column) ? 0 : -1,
                      onKeyDown: (event) => grid.onKeyDown(event, row, column),
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function NarrowList({ table, names, onOpen, onRevoke }: GridProps) {
  const rows = [null, ...table.recipients.map((one) => one.id)];
  const columns = [null, ...table.objects.map((one) => one.id)];
  return (
    <ul className="grid gap-4 md:hidden">
      {rows.map((recipientId) => (
        <li key={recipientId ?? ''} className="rounded-xl border border-line">
          <div className="border-b border-line bg-sunken p-3 text-sm">
            <Who table={table} names={names} id={recipientId} />
            {recipientId !== null && (
              <RecipientActs table={table} who={names.who(recipientId)} id={recipientId} onRevoke={onRevoke} />
            )}
          </div>
          <ul className="divide-y divide-line">
            {columns.map((objectId) => (
              <li key={objectId ?? ''} className="p-1 text-sm">
                <p className="px-3 pt-2 text-[0.8125rem] break-words text-soft">{names.what(objectId)}</p>
                <Cell table={table} names={names} onOpen={onOpen} cell={{ objectId, recipientId }} button={{}} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
