/** One pack in use: its rules in words and as they are written, numbers, reviews and versions. */
import { useParams } from '@tanstack/react-router';
import type { PackDetail } from '../../../src/model/api/packs.ts';
import { useSession } from '../api/context.tsx';
import { EXPORTS } from '../api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Digest, Reviewed } from '../packs/marks.tsx';
import { Numbers } from '../packs/numbers.tsx';
import { Reviews } from '../packs/reviews.tsx';
import { RuleLists } from '../packs/rule-list.tsx';
import { usePack } from '../packs/use-packs.ts';
import { Versions } from '../packs/versions.tsx';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

function Lead({ pack }: { readonly pack: PackDetail }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-center gap-2">
        <Reviewed reviewed={pack.reviewed} />
        {pack.origin === 'brought' && <Badge tone="calm">{t('packs.brought_in_use')}</Badge>}
      </p>
      <p className="flex flex-wrap gap-x-4">
        <span>{t('packs.version', { version: pack.version })}</span>
        <Digest digest={pack.digest} />
      </p>
      <Disclosure summary={t('packs.digest')}>
        <p className="font-mono break-all">{pack.digest}</p>
        <p className="mt-1">{t('packs.digest_hint')}</p>
      </Disclosure>
    </div>
  );
}

function Detail({ pack }: { readonly pack: PackDetail }) {
  const { t } = useTranslation();
  const { person } = useSession();
  return (
    <Page title={pack.title} lead={<Lead pack={pack} />}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5">
          <RuleLists rules={pack.rules} />
        </div>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5 max-lg:order-first">
          <Reviews pack={pack} />
          <Versions pack={pack} mayOpen={person.role !== 'sender'} />
          <Numbers numbers={pack.numbers} mayManage={pack.mayManage} />
          <a
            href={EXPORTS.cisoAssistant(pack.pack)}
            download
            className="inline-flex min-h-touch items-center gap-2 text-sm text-accent underline underline-offset-2"
          >
            <Icon name="file" />
            {t('packs.export_ciso')}
          </a>
        </div>
      </div>
    </Page>
  );
}

export function PackPage() {
  const { t } = useTranslation();
  const { pack: name } = useParams({ from: '/packs/$pack' });
  const pack = usePack(name);
  if (pack.isSuccess) return <Detail pack={pack.data} />;
  return (
    <Page title={t('nav.packs')}>
      {pack.isPending && <Loading lines={8} />}
      {pack.isError && <Failed error={pack.error} retry={() => void pack.refetch()} />}
    </Page>
  );
}
