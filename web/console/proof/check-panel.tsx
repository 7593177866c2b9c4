/** The check of the record, by this server when asked, and by anybody without it. */
import { useMutation } from '@tanstack/react-query';
import type { Proof, ProofCheck, ProofSearch } from '../../../src/model/api/proof.ts';
import { useApi } from '../api/context.tsx';
import { proofFile } from '../api/proof.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';

/** The file and the command have all of them. */
const DIGESTS_SHOWN = 40;
const COMMAND = 'node bin/entrepot.mjs egress --verify';

export function CheckPanel({ proof, search }: { readonly proof: Proof; readonly search: ProofSearch }) {
  const { t, format } = useTranslation();
  const api = useApi();
  const check = useMutation({ mutationFn: () => api.proof.check(search) });
  return (
    <Section
      title={t('proof.check')}
      hint={t('proof.check_hint')}
      action={
        <Button kind="primary" icon="good" busy={check.isPending} onClick={() => check.mutate()}>
          {t('proof.check_now')}
        </Button>
      }
    >
      <div className="grid gap-5">
        <p className="text-sm text-soft">
          {proof.closedUntil === null
            ? t('proof.closed_never')
            : t('proof.closed_until', { time: format.dateTime(proof.closedUntil) })}
        </p>
        <div aria-live="polite" className="grid gap-3 empty:hidden">
          {check.isError && <Failed error={check.error} />}
          {check.isSuccess && <Checked check={check.data} />}
        </div>
        <Take search={search} />
        <div className="grid gap-3">
          <h3 className="text-sm font-semibold">{t('proof.yourself')}</h3>
          <p className="text-sm text-soft">{t('proof.yourself_hint')}</p>
          <div className="flex flex-wrap items-center gap-3">
            <code className="min-w-0 rounded-lg bg-sunken px-3 py-2 text-sm break-all">{COMMAND}</code>
            <CopyButton text={COMMAND} label={t('proof.copy_command')} />
          </div>
          <p className="text-sm text-soft">{t('proof.yourself_outside')}</p>
        </div>
      </div>
    </Section>
  );
}

const LINK =
  'inline-flex min-h-touch items-center justify-center gap-2 rounded-lg border border-line bg-surface px-4 py-2 text-center text-sm leading-tight text-ink hover:border-line-strong hover:bg-hover';

function Take({ search }: { readonly search: ProofSearch }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <h3 className="text-sm font-semibold">{t('proof.list')}</h3>
      <p className="text-sm text-soft">{t('proof.list_hint')}</p>
      <div className="flex flex-wrap gap-3">
        <a className={LINK} href={proofFile(search, 'csv')} download>
          {t('proof.csv')}
        </a>
        <a className={LINK} href={proofFile(search, 'json')} download>
          {t('proof.json')}
        </a>
      </div>
    </div>
  );
}

function Checked({ check }: { readonly check: ProofCheck }) {
  const { t, format } = useTranslation();
  const { digests, problems, recordsChecked, recordsOpen, personal } = check;
  const holds = check.outcome === 'holds';
  // What is wrong first, then the newest.
  const odd = digests.filter(({ problem }) => problem !== null);
  const shown = [...odd, ...digests.filter(({ problem }) => problem === null).toReversed()].slice(0, DIGESTS_SHOWN);
  return (
    <Callout tone={holds ? 'good' : 'stop'} title={t(holds ? 'proof.holds' : 'proof.broken')}>
      <div className="grid gap-1">
        <p>
          {problems === 0
            ? t('proof.checked_digests', { digests: digests.length, records: recordsChecked, open: recordsOpen })
            : t('proof.checked_problems', { n: problems })}
        </p>
        <p>
          {personal.by === 'record'
            ? t('proof.checked_record', { n: format.number(personal.recorded) })
            : t('proof.checked_bodies', { n: personal.bodiesRead, found: personal.bodiesWithFindings })}
        </p>
        {digests.length > 0 && (
          <Disclosure summary={t('proof.digests')} open={problems > 0}>
            <ol className="grid gap-3">
              {shown.map((digest) => (
                <li key={digest.eventId} className="grid gap-0.5">
                  <span>
                    {format.dateTime(digest.from)} – {format.dateTime(digest.to)}
                    {digest.problem !== null && <strong> · {t(`proof.problem.${digest.problem}`)}</strong>}
                  </span>
                  <span className="text-soft">
                    {t('proof.digest_records', { n: digest.records })} ·{' '}
                    {digest.logIndex === null
                      ? t('proof.digest_waiting')
                      : t('proof.digest_index', { n: digest.logIndex })}
                  </span>
                  <code className="text-xs break-all text-soft">{digest.root}</code>
                </li>
              ))}
            </ol>
          </Disclosure>
        )}
      </div>
    </Callout>
  );
}
