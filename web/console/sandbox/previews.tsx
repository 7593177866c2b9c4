/** The message as its channel shows it: a DingTalk card, a mail, a text message. */
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Facts } from '../ui/page.tsx';
import { Icon } from '../ui/icon.tsx';
import { CopyButton } from '../ui/copy.tsx';
import type { Preview, Reading } from './preview.ts';

const NEW_TAB = 'inline-flex min-h-touch items-center justify-center gap-2 rounded-lg px-4 py-2 text-sm font-medium';

/** Opens the recipient's page as the recipient would; nothing of this page goes along. */
function NoticeLink({ link, label, wide }: { readonly link: string; readonly label: string; readonly wide?: boolean }) {
  const { t } = useTranslation();
  return (
    <a
      href={link}
      target="_blank"
      rel="noopener noreferrer"
      className={`${NEW_TAB} ${wide === true ? 'w-full border-t border-line text-accent hover:bg-hover' : 'border border-line text-accent hover:bg-hover'}`}
    >
      {label}
      <Icon name="link" size={16} />
      <span className="sr-only">{t('sandbox.new_tab')}</span>
    </a>
  );
}

function Card({
  preview,
  link,
}: {
  readonly preview: Extract<Preview, { kind: 'card' }>;
  readonly link: string | null;
}) {
  const { t } = useTranslation();
  return (
    <div className="flex gap-3">
      <span
        aria-hidden="true"
        className="flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent"
      >
        <Icon name="sandbox" />
      </span>
      <div className="min-w-0 max-w-md">
        <p className="mb-1 text-[0.8125rem] text-soft">{t('sandbox.robot')}</p>
        <div className="overflow-hidden rounded-xl rounded-tl-sm border border-line bg-raised">
          <div className="grid gap-2 px-4 py-3 text-sm">
            <p className="font-semibold">{preview.title}</p>
            {preview.lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </div>
          {preview.button !== null && link !== null && <NoticeLink wide link={link} label={preview.button} />}
          {preview.button !== null && link === null && (
            <p className="border-t border-line px-4 py-3 text-center text-sm">{preview.button}</p>
          )}
        </div>
      </div>
    </div>
  );
}

function Mail({
  preview,
  link,
}: {
  readonly preview: Extract<Preview, { kind: 'mail' }>;
  readonly link: string | null;
}) {
  const { t } = useTranslation();
  const { mail } = preview;
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-raised">
      <div className="border-b border-line bg-sunken px-4 py-3">
        <Facts
          rows={[
            [t('sandbox.mail.subject'), <strong key="subject">{mail.subject}</strong>],
            [t('sandbox.mail.from'), mail.from],
            [t('sandbox.mail.to'), mail.to],
          ]}
        />
      </div>
      <div className="grid justify-items-start gap-4 px-4 py-4 text-sm">
        <p className="break-words whitespace-pre-wrap">{mail.text ?? t('sandbox.mail.unreadable')}</p>
        {link !== null && <NoticeLink link={link} label={t('sandbox.open')} />}
      </div>
    </div>
  );
}

function Sms({ text }: { readonly text: string }) {
  return (
    <p className="max-w-sm rounded-2xl rounded-bl-sm border border-line bg-raised px-4 py-3 text-sm break-words whitespace-pre-wrap">
      {text}
    </p>
  );
}

function look({ preview, link }: Reading, unknown: string): ReactNode {
  if (preview.kind === 'card') return <Card preview={preview} link={link} />;
  if (preview.kind === 'mail') return <Mail preview={preview} link={link} />;
  if (preview.kind === 'sms') return <Sms text={preview.text} />;
  return <p className="text-sm text-soft">{unknown}</p>;
}

export function MessagePreview({ reading }: { readonly reading: Reading }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-4">
      {reading.code !== null && (
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-xl bg-accent-soft px-4 py-3">
          <p className="text-sm">
            {t('sandbox.code')}
            <span className="block font-mono text-2xl tracking-[0.2em] select-all">{reading.code}</span>
          </p>
          <CopyButton text={reading.code} label={t('sandbox.copy_code')} />
        </div>
      )}
      {look(reading, t('sandbox.unknown'))}
    </div>
  );
}
