/** Who the log is, and how somebody outside checks it without believing this page. */
import type { LogInfo, ServedPage } from '../../../src/model/api/system.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { entrepotCommand, opensslCommands } from './outsider.ts';

function Command({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="grid justify-items-start gap-2">
      <h3 className="text-sm">{title}</h3>
      <pre className="w-full rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] break-all whitespace-pre-wrap">
        {text}
      </pre>
      <CopyButton text={text} />
    </div>
  );
}

/** What recipients are given, for whoever wants to compare it with what a browser got. */
function ServedPageFacts({ page }: { readonly page: ServedPage }) {
  const { t, format } = useTranslation();
  return (
    <div className="grid justify-items-start gap-2">
      <code className="font-mono text-[0.8125rem] break-all select-all">{page.sha256}</code>
      <p className="text-soft">
        {page.index === null
          ? t('log.page_waiting', { time: format.dateTime(page.since) })
          : t('log.page_since', { time: format.dateTime(page.since), index: page.index })}
      </p>
      <a href="/open/page.sha256" className="underline">
        {t('log.page_files')}
      </a>
    </div>
  );
}

export function LogIdentity({ info }: { readonly info: LogInfo }) {
  const { t, format } = useTranslation();
  const url = new URL(info.path, window.location.origin).href;
  return (
    <Section title={t('log.identity')} hint={t('log.identity_hint')}>
      <div className="grid gap-4">
        <Facts
          rows={[
            [
              t('log.state'),
              <Badge key="state" tone={info.state === 'active' ? 'good' : 'stop'}>
                {t(`log.state.${info.state}`)}
              </Badge>,
            ],
            [t('log.size'), t('log.size_text', { n: format.number(info.size) })],
            [t('log.pending'), t('log.pending_text', { n: info.pending })],
            [
              t('log.origin'),
              <code key="origin" className="font-mono text-[0.8125rem] break-all">
                {info.origin}
              </code>,
            ],
            [
              t('log.vkey'),
              <div key="vkey" className="grid justify-items-start gap-2">
                <code className="font-mono text-[0.8125rem] break-all select-all">{info.vkey}</code>
                <CopyButton text={info.vkey} label={t('log.copy_vkey')} />
              </div>,
            ],
            ...(info.page === null ? [] : [[t('log.page'), <ServedPageFacts key="page" page={info.page} />] as const]),
          ]}
        />
        <Disclosure summary={t('log.outside')}>
          <div className="grid gap-5 pt-1">
            <p className="text-soft">{t('log.outside_hint')}</p>
            <Command title={t('log.outside_entrepot')} text={entrepotCommand(url, info.vkey)} />
            <Command title={t('log.outside_openssl')} text={opensslCommands(url, info.vkey)} />
          </div>
        </Disclosure>
      </div>
    </Section>
  );
}
