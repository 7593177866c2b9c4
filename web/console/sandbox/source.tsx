/** The exact request: head lines and body, to the byte. JSON is laid out for reading unless the raw bytes are asked for. */
import { useState } from 'react';
import type { SandboxMessage } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { prettyJson } from './preview.ts';

/** `POST https://…` for a request line, `name: value` for the rest; both as they go over the wire. */
function headLine({ name, value }: SandboxMessage['head'][number], first: boolean): string {
  return first ? `${name} ${value}` : `${name}: ${value}`;
}

export function MessageSource({ message }: { readonly message: SandboxMessage }) {
  const { t, format } = useTranslation();
  const pretty = prettyJson(message.body);
  const [raw, setRaw] = useState(false);
  const laidOut = pretty !== null && !raw;
  // A mail is read above; its source is long and only wanted by those who ask.
  const shown = pretty !== null || raw;
  const head = message.head.map((line, index) => headLine(line, index === 0)).join('\n');
  const block = 'rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] wrap-anywhere whitespace-pre-wrap';
  return (
    <div className="grid gap-3">
      <div className="grid gap-1">
        <h3 className="text-sm font-medium">{t('sandbox.head')}</h3>
        <pre className={block}>{head}</pre>
        {head.includes('[redacted]') && <p className="text-[0.8125rem] text-soft">{t('sandbox.redacted')}</p>}
      </div>
      <div className="grid gap-1">
        <h3 className="text-sm font-medium">
          {t('sandbox.body', { bytes: format.number(message.bytes) })}
          {laidOut && <span className="font-normal text-soft"> · {t('sandbox.laid_out')}</span>}
        </h3>
        {shown && <pre className={block}>{laidOut ? pretty : message.body}</pre>}
      </div>
      <div className="flex flex-wrap gap-3">
        <Button icon="file" aria-pressed={raw} onClick={() => setRaw(!raw)}>
          {t(raw ? (pretty === null ? 'sandbox.hide_source' : 'sandbox.lay_out') : 'sandbox.show_source')}
        </Button>
        {shown && <CopyButton text={message.body} label={t('sandbox.copy_body')} />}
      </div>
    </div>
  );
}
