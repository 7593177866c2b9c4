/** The message, with what was found marked beneath the letters and said in words below. */
import { useTranslation } from '../i18n/translate.tsx';
import { classes } from '../ui/classes.ts';
import { Field } from '../ui/field.tsx';
import { type Certainty, certaintyOf, segmentsOf, type TextFinding } from './segments.ts';

const MARK: Readonly<Record<Certainty, string>> = {
  low: 'bg-mark-low',
  medium: 'bg-mark-medium',
  high: 'bg-mark-high',
};

/** Both layers must break lines alike: same box, same type, same wrapping. */
const LAYER =
  'col-start-1 row-start-1 w-full rounded-lg border px-3 py-2.5 text-base leading-7 break-words whitespace-pre-wrap [overflow-wrap:anywhere] [text-autospace:no-autospace]';

const MESSAGE_MAX = 100_000;

function FoundWords({ findings }: { readonly findings: readonly TextFinding[] }) {
  const { t, format } = useTranslation();
  const groups = new Map<string, { readonly finding: TextFinding; readonly count: number }>();
  for (const finding of findings) {
    const key = `${finding.type} ${certaintyOf(finding.score)}`;
    groups.set(key, { finding, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  if (groups.size === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5 text-[0.8125rem]" aria-label={t('new.found')}>
      {[...groups].map(([key, { finding, count }]) => (
        <li key={key} className={classes('rounded-md px-2 py-0.5', MARK[certaintyOf(finding.score)])}>
          {t(`finding.${finding.type}`)} × {format.number(count)} · {t(`certainty.${certaintyOf(finding.score)}`)}
        </li>
      ))}
    </ul>
  );
}

export function MessageField({
  value,
  onChange,
  findings,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly findings: readonly TextFinding[];
}) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <Field label={t('new.message')} hint={t('new.message_hint')}>
        {(described) => (
          <div className="grid">
            <div
              aria-hidden="true"
              className={classes(LAYER, 'min-h-36 border-transparent text-transparent select-none')}
            >
              {segmentsOf(value, findings).map(({ start, text, finding }) =>
                finding === null ? (
                  <span key={start}>{text}</span>
                ) : (
                  <mark
                    key={start}
                    className={classes('rounded-sm text-transparent', MARK[certaintyOf(finding.score)])}
                  >
                    {text}
                  </mark>
                ),
              )}
              {/* A last line without text still needs its height. */}
              {'\u200b'}
            </div>
            <textarea
              {...described}
              value={value}
              maxLength={MESSAGE_MAX}
              spellCheck={false}
              onChange={(event) => onChange(event.target.value)}
              className={classes(LAYER, 'resize-none overflow-hidden border-line-strong bg-transparent')}
            />
          </div>
        )}
      </Field>
      <div aria-live="polite">
        <FoundWords findings={findings} />
      </div>
    </div>
  );
}
