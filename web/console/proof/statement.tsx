/** What the whole page comes to, in one sentence and one verdict. */
import type { Proof } from '../../../src/model/api/proof.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';

export function Statement({ proof }: { readonly proof: Proof }) {
  const { t, format } = useTranslation();
  const { granted, crossed, sandbox, personal } = proof.total;
  const isClean = personal === 0;
  return (
    <section aria-label={t('proof.lead')} className="rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-6">
      <p className="grid gap-x-8 gap-y-2 text-2xl font-semibold tracking-tight sm:grid-cols-2 sm:text-3xl">
        <span>{t('proof.stayed', { bytes: format.bytes(granted.bytes) })}</span>
        <span>
          {crossed.bytes === 0 ? t('proof.crossed_none') : t('proof.crossed', { bytes: format.bytes(crossed.bytes) })}
        </span>
      </p>
      {sandbox.bytes > 0 && (
        <p className="mt-2 text-sm text-soft">{t('proof.sandbox_too', { bytes: format.bytes(sandbox.bytes) })}</p>
      )}
      <p className="mt-4">
        <Badge tone={isClean ? 'good' : 'stop'}>
          {isClean ? t('proof.findings_none') : t('proof.findings', { n: personal })}
        </Badge>
      </p>
      <p className="mt-2 max-w-2xl text-sm text-soft">{t('proof.by_record')}</p>
    </section>
  );
}
