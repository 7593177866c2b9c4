/** The packs of rules by which transfers are decided, and who vouches for them. */
import { Link } from '@tanstack/react-router';
import type { PackList } from '../../../src/model/api/packs.ts';
import { EXPORTS } from '../api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Digest, Reviewed } from '../packs/marks.tsx';
import { usePacks } from '../packs/use-packs.ts';
import { Callout } from '../ui/callout.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Pack = PackList['packs'][number];

function Rows({ packs }: { readonly packs: readonly Pack[] }) {
  const { t } = useTranslation();
  return (
    <ul className="grid gap-3">
      {packs.map((pack) => (
        <li key={pack.pack} className="grid gap-1.5 rounded-xl border border-line p-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <Link
              to="/packs/$pack"
              params={{ pack: pack.pack }}
              className="inline-flex min-h-touch items-center font-medium text-accent hover:underline sm:min-h-0"
            >
              {pack.title}
            </Link>
            <Reviewed reviewed={pack.reviewed} />
          </div>
          <p className="text-sm text-soft">{t('packs.counts', { rules: pack.rules, duties: pack.duties })}</p>
          <p className="flex flex-wrap gap-x-4 text-[0.8125rem] text-soft">
            <span className="font-mono">{pack.pack}</span>
            <span>{t('packs.version', { version: pack.version })}</span>
            <Digest digest={pack.digest} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function Lists({ packs }: { readonly packs: readonly Pack[] }) {
  const { t } = useTranslation();
  const own = packs.filter(({ kind }) => kind === 'organisation');
  return (
    <div className="grid gap-5">
      {packs.every(({ reviewed }) => !reviewed) && (
        <Callout tone="wait" title={t('packs.none_reviewed')}>
          {t('packs.none_reviewed_hint')}
        </Callout>
      )}
      <Section title={t('packs.laws')}>
        <Rows packs={packs.filter(({ kind }) => kind === 'law')} />
      </Section>
      <Section title={t('packs.own')}>
        <Rows packs={own} />
      </Section>
      <Section title={t('packs.exports')} hint={t('packs.export_fides_hint')}>
        <a
          href={EXPORTS.fides}
          download
          className="inline-flex min-h-touch items-center gap-2 text-sm text-accent underline underline-offset-2"
        >
          <Icon name="file" />
          {t('packs.export_fides')}
        </a>
      </Section>
    </div>
  );
}

export function PacksPage() {
  const { t } = useTranslation();
  const packs = usePacks();
  return (
    <Page title={t('nav.packs')} lead={t('packs.lead')}>
      {packs.isPending && <Loading lines={8} />}
      {packs.isError && <Failed error={packs.error} retry={() => void packs.refetch()} />}
      {packs.isSuccess && <Lists packs={packs.data.packs} />}
    </Page>
  );
}
