/** Three shares of the records key: any two open the records, one alone says nothing. Shown once, on paper or copied. */
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Gateway } from '../shell/shell.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckField } from '../ui/choice.tsx';
import { CopyButton } from '../ui/copy.tsx';

function useLeaveWarning(): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}

export function RecordsKey({
  organisation,
  recipient,
  shares,
  busy,
  failure,
  onKept,
}: {
  readonly organisation: string;
  readonly recipient: string;
  readonly shares: readonly string[];
  readonly busy: boolean;
  readonly failure: ReactNode;
  readonly onKept: () => void;
}) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  useLeaveWarning();
  return (
    <Gateway title={t('records.title')} lead={t('records.lead')}>
      <Callout tone="wait" title={t('records.once')}>
        {t('records.once_hint')}
      </Callout>
      <ol className="grid gap-4">
        {shares.map((share, index) => (
          <li
            key={share}
            className="grid break-inside-avoid gap-3 rounded-xl border border-line p-4 print:mb-12 print:break-after-page"
          >
            <p className="text-sm font-medium">
              {t('records.share', { n: index + 1 })} · {organisation}
            </p>
            <p className="font-mono text-sm break-all select-all">{share}</p>
            <p className="hidden text-sm print:block">{t('records.print_note')}</p>
            <p className="hidden text-sm break-all print:block">{t('records.recipient', { key: recipient })}</p>
            <div data-print="hide">
              <CopyButton text={share} label={t('records.copy', { n: index + 1 })} />
            </div>
          </li>
        ))}
      </ol>
      <div data-print="hide" className="grid gap-4">
        <Button icon="print" wide onClick={() => window.print()}>
          {t('records.print')}
        </Button>
        <CheckField label={t('records.confirm')} hint={t('records.confirm_hint')} checked={kept} onChange={setKept} />
        {failure}
        <Button kind="primary" wide disabled={!kept} busy={busy} onClick={onKept}>
          {t('records.continue')}
        </Button>
      </div>
    </Gateway>
  );
}
