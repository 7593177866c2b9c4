/** The lines of a form as they will be printed, each field open for change. */
import { Fragment } from 'react';
import type { FormPreview, FormValues } from '../../../src/model/api/duties.ts';
import type { FormBlock } from '../../../src/model/form-document.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { TextAreaField } from '../ui/field.tsx';

type Field = Extract<FormBlock, { readonly kind: 'field' }>;

const LINE = 56;
const MOST_ROWS = 10;

/** As many rows as the text needs, a Han character taking the width of two letters. */
function rowsFor(text: string): number {
  const rows = text.split('\n').map((line) => {
    const wide = line.match(/[\u{2E80}-\u{9FFF}\u{F900}-\u{FAFF}\u{FF00}-\u{FF60}]/gu)?.length ?? 0;
    return Math.max(1, Math.ceil((line.length + wide) / LINE));
  });
  return Math.min(
    MOST_ROWS,
    rows.reduce((sum, one) => sum + one, 0),
  );
}

function FieldLine({
  block,
  value,
  lang,
  readOnly,
  onChange,
}: {
  readonly block: Field;
  readonly value: string;
  readonly lang: string;
  readonly readOnly: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const label = `${block.number === null ? '' : `${block.number}) `}${block.label.replaceAll('\n', ' / ')}`;
  const missing = value.trim() === '';
  return (
    <div className="grid gap-1">
      <TextAreaField
        lang={lang}
        label={label}
        hint={missing ? (block.hint ?? undefined) : undefined}
        rows={rowsFor(value)}
        maxLength={8000}
        readOnly={readOnly}
        value={value}
        onChange={onChange}
      />
      {missing && (
        <span>
          <Badge tone="wait">{t('duty.missing')}</Badge>
        </span>
      )}
    </div>
  );
}

function DataTable({ block }: { readonly block: Extract<FormBlock, { readonly kind: 'table' }> }) {
  return (
    <div className="overflow-x-auto rounded-xl border border-line">
      <table className="w-full text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            {block.head.map((head) => (
              <th key={head} scope="col" className="px-3 py-2 font-medium">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <tr key={`${at} ${row.join()}`} className="border-b border-line last:border-0">
              {row.map((cell, column) => (
                <td key={block.head[column] ?? column} className="px-3 py-2">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function FormBlocks({
  preview,
  values,
  readOnly,
  onChange,
}: {
  readonly preview: FormPreview;
  readonly values: FormValues;
  readonly readOnly: boolean;
  readonly onChange: (key: string, value: string) => void;
}) {
  const { document, keys } = preview;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4" lang={document.locale}>
      <h3 className="text-base font-semibold">{document.title}</h3>
      {document.blocks.map((block, at) => {
        const key = keys[at] ?? null;
        return (
          <Fragment key={key ?? `${at}`}>
            {block.kind === 'heading' && <h4 className="pt-2 text-sm font-semibold">{block.text}</h4>}
            {block.kind === 'paragraph' && (
              <p className="text-sm whitespace-pre-line text-soft [overflow-wrap:anywhere]">{block.text}</p>
            )}
            {block.kind === 'table' && <DataTable block={block} />}
            {block.kind === 'field' && key !== null && (
              <FieldLine
                block={block}
                lang={document.locale}
                value={values[key] ?? block.value}
                readOnly={readOnly}
                onChange={(value) => onChange(key, value)}
              />
            )}
          </Fragment>
        );
      })}
    </div>
  );
}
