/** One message that could not be sent: what it was about, why, and what to do. */
import { Link } from '@tanstack/react-router';
import type { ConnectionView, DeadLetter } from '../../../src/model/api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { CheckField } from '../ui/choice.tsx';
import { nameOf } from './names.ts';
import { whyText } from './why.ts';

export function DeadLetterRow({
  letter,
  all,
  checked,
  onCheck,
}: {
  readonly letter: DeadLetter;
  readonly all: readonly ConnectionView[];
  readonly checked: boolean;
  /** Left out for whoever may only read. */
  readonly onCheck: ((checked: boolean) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t, format } = translation;
  const reference = letter.transfer?.reference ?? letter.reference ?? t('dead.no_reference');
  const name = nameOf(translation, all, letter.connection);
  return (
    <div className="grid gap-2 rounded-2xl border border-line bg-surface p-4 shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          {onCheck === undefined ? (
            <p className="py-2 text-sm font-medium">{reference}</p>
          ) : (
            <CheckField label={<span className="font-medium">{reference}</span>} checked={checked} onChange={onCheck} />
          )}
        </div>
        <span className="flex flex-wrap gap-2 py-2">
          {!letter.resendable && <Badge tone="calm">{t('dead.over')}</Badge>}
          <Badge tone="stop">{t('dead.by', { name })}</Badge>
        </span>
      </div>
      <p className="text-sm">{whyText(translation, letter.why)}</p>
      <p className="flex flex-wrap items-center gap-x-3 text-[0.8125rem] text-soft">
        <span>
          {[
            format.dateTime(letter.createdAt),
            t('notice.attempts', { n: letter.attempts }),
            t('connection.code', { code: letter.why }),
            letter.movedFrom === null ? null : t('dead.moved', { name: nameOf(translation, all, letter.movedFrom) }),
          ]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        {letter.transfer !== null && (
          <Link
            to="/transfers/$id"
            params={{ id: letter.transfer.id }}
            className="inline-flex min-h-touch items-center text-accent underline underline-offset-2 sm:min-h-0"
          >
            {t('dead.open_transfer')}
          </Link>
        )}
      </p>
    </div>
  );
}
