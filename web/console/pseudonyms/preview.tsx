/** What the list holds, what is done with it, and its first rows before and after. */
import type { PseudonymPreview } from '../../../src/model/api/pseudonyms.ts';
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import type { Operator, PseudonymChoices } from '../../../src/model/pseudonyms.ts';
import { proposedOperator } from '../../../src/classify/pseudonymise/proposed.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { OperatorField, typeWord } from './operator-field.tsx';

type Table = PseudonymPreview['tables'][number];
type Choose = (table: number, column: number, operator: Operator) => void;

const SHOWN = 4;

export function PreviewTable({
  table,
  at,
  onChoose,
}: {
  readonly table: Table;
  readonly at: number;
  readonly onChoose: Choose;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const title = table.name === '' ? t('pseudonyms.sheet', { n: at + 1 }) : table.name;
  return (
    <section className="grid min-w-0 gap-3" aria-label={title}>
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        <bdi>{title}</bdi>
        {table.hidden && <Badge tone="wait">{t('pseudonyms.hidden')}</Badge>}
        <span className="text-sm font-normal text-soft">{t('pseudonyms.rows', { n: table.rows })}</span>
      </h3>
      <ul className="grid gap-3 lg:grid-cols-2">
        {table.columns.map((column, index) => {
          if (column.filled === 0) return null;
          const name = column.name === '' ? t('pseudonyms.column', { n: index + 1 }) : column.name;
          return (
            // oxlint-disable-next-line react/no-array-index-key -- columns have no other name that is their own
            <li key={index} className="grid min-w-0 content-start gap-2 rounded-xl border border-line bg-raised p-3">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="font-medium break-words">
                  <bdi>{name}</bdi>
                </span>
                <span className="text-xs text-soft">{typeWord(translation, column.type)}</span>
              </div>
              <OperatorField
                name={name}
                value={column.operator}
                onChange={(operator) => onChoose(at, index, operator)}
              />
              <Examples table={table} column={index} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Examples({ table, column }: { readonly table: Table; readonly column: number }) {
  const { t } = useTranslation();
  const pairs = table.before
    .map((row, at) => [row[column] ?? '', table.after[at]?.[column] ?? ''] as const)
    .filter(([before]) => before !== '')
    .slice(0, SHOWN);
  return (
    <table className="w-full table-fixed text-sm">
      <thead className="text-xs text-soft">
        <tr className="text-left">
          <th scope="col" className="pb-0.5 font-normal">
            {t('pseudonyms.before')}
          </th>
          <th scope="col" className="pb-0.5 font-normal">
            {t('pseudonyms.after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(([before, after], at) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows are in the order of the file
          <tr key={at} className="align-top">
            <td className="truncate py-0.5 pr-2 text-soft" title={before}>
              <bdi>{before}</bdi>
            </td>
            <td className="truncate py-0.5" title={after}>
              <bdi className={before === after ? 'text-soft' : 'font-medium'}>{after}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Kinds of values that stand outside the chosen columns. */
export function Elsewhere({
  found,
  types,
  onChange,
}: {
  readonly found: PseudonymPreview['found'];
  readonly types: PseudonymChoices['types'];
  readonly onChange: (types: PseudonymChoices['types']) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const present = FINDING_TYPES.filter((type) => (found[type] ?? 0) > 0);
  if (present.length === 0) return null;
  return (
    <Disclosure summary={t('pseudonyms.elsewhere')}>
      <p className="text-sm text-soft">{t('pseudonyms.elsewhere_hint')}</p>
      <ul className="grid gap-2 sm:grid-cols-2">
        {present.map((type) => (
          <li key={type} className="grid gap-1">
            <span className="text-sm">{typeWord(translation, type)}</span>
            <OperatorField
              name={`${t('pseudonyms.elsewhere')} · ${typeWord(translation, type)}`}
              value={types[type] ?? proposedOperator(type)}
              onChange={(operator) => onChange({ ...types, [type]: operator })}
            />
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

export function TextPreview({ text }: { readonly text: NonNullable<PseudonymPreview['text']> }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      {(['before', 'after'] as const).map((side) => (
        <section key={side} className="grid min-w-0 content-start gap-1">
          <h3 className="text-sm font-medium">{t(`pseudonyms.${side}`)}</h3>
          <p className="max-h-72 overflow-y-auto rounded-xl border border-line bg-raised p-3 text-sm whitespace-pre-wrap break-words">
            {text[side]}
          </p>
        </section>
      ))}
    </div>
  );
}
