/** What a trace found, with how sure it is, or that it cannot tell. */
import { Link } from '@tanstack/react-router';
import type { TraceResult, TracedCopy } from '../../../src/model/tracing.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Facts } from '../ui/page.tsx';

export function Finding({ result }: { readonly result: TraceResult }) {
  const { t } = useTranslation();
  const { verdict, copy, why } = result;
  if (verdict === 'cannot_tell' || copy === null)
    return (
      <Callout tone="calm" title={t('trace.verdict.cannot_tell')}>
        {t(`trace.why.${why ?? 'no_finding'}`)}
      </Callout>
    );
  return (
    <div className="grid gap-3">
      <Callout tone={verdict === 'identified' ? 'stop' : 'wait'} title={t(`trace.verdict.${verdict}`)}>
        {t(`trace.verdict.${verdict}_text`)}
      </Callout>
      <Copy copy={copy} />
      {result.also.map((one) => (
        <div key={one.openingId} className="grid gap-2">
          <p className="text-sm font-medium">{t('trace.also')}</p>
          <Copy copy={one} />
        </div>
      ))}
      <Figures result={result} />
    </div>
  );
}

function Copy({ copy }: { readonly copy: TracedCopy }) {
  const { t, format } = useTranslation();
  return (
    <Facts
      rows={[
        [t('trace.recipient'), <bdi key="who">{`${copy.recipient.name} · ${copy.recipient.address}`}</bdi>],
        [
          t('trace.document'),
          <bdi key="what">
            {copy.page === null ? copy.document : t('trace.page_of', { page: copy.page, name: copy.document })}
          </bdi>,
        ],
        [t('trace.seen'), format.dateTime(copy.shownAt ?? copy.openedAt)],
        [
          t('trace.transfer'),
          <Link
            key="transfer"
            to="/transfers/$id"
            params={{ id: copy.transferId }}
            className="font-mono text-accent hover:underline"
          >
            {copy.reference}
          </Link>,
        ],
        [t('trace.log_index'), copy.logIndex === null ? '…' : String(copy.logIndex)],
      ]}
    />
  );
}

function Figures({ result: { figures, documents } }: { readonly result: TraceResult }) {
  const { t } = useTranslation();
  return (
    <Disclosure summary={t('trace.figures')}>
      {figures !== null && (
        <p>
          {t('trace.figures_text', {
            t: figures.t.toFixed(1),
            threshold: figures.threshold.toFixed(1),
            next: figures.runnerUp?.toFixed(1) ?? '-',
            candidates: figures.candidates,
            bound: figures.bound.toExponential(1),
          })}
        </p>
      )}
      <p className="text-soft">{t('trace.documents', documents)}</p>
    </Disclosure>
  );
}
