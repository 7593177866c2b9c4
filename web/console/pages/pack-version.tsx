/** One version of a pack beside the one in use: what it changes, what it would have changed, and the switch. */
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { VersionDetail } from '../../../src/model/api/packs.ts';
import { useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Changes } from '../packs/changes.tsx';
import { Digest, Reviewed } from '../packs/marks.tsx';
import { ReviewDialog } from '../packs/review-dialog.tsx';
import { ShadowRun } from '../packs/shadow-run.tsx';
import { SwitchOnDialog } from '../packs/switch-on-dialog.tsx';
import { usePack, usePackAct, useVersion } from '../packs/use-packs.ts';
import { originText, VersionState } from '../packs/versions.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

type Open = 'switch' | 'review' | null;

function Acts({ detail, onOpen }: { readonly detail: VersionDetail; readonly onOpen: (what: Open) => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const { version, maySwitchOn } = detail;
  const move = usePackAct(
    async (api, act: 'discard' | 'restore') => {
      await api.packs.move(version.id, act);
      return act;
    },
    (act) => toast(t(act === 'discard' ? 'packs.discarded' : 'packs.restored')),
  );
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-3">
        {version.state === 'shadow' && (
          <Button busy={move.isPending} onClick={() => move.mutate('discard')}>
            {t('packs.discard')}
          </Button>
        )}
        {version.state === 'discarded' && (
          <Button busy={move.isPending} onClick={() => move.mutate('restore')}>
            {t('packs.restore')}
          </Button>
        )}
        {version.state !== 'discarded' && <Button onClick={() => onOpen('review')}>{t('packs.review.record')}</Button>}
        {maySwitchOn && !version.inUse && (
          <Button kind="primary" onClick={() => onOpen('switch')}>
            {t('packs.on')}
          </Button>
        )}
      </div>
      {move.isError && <Failed error={move.error} />}
    </div>
  );
}

function Detail({ detail }: { readonly detail: VersionDetail }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const { person } = useSession();
  const [open, setOpen] = useState<Open>(null);
  const { version } = detail;
  const pack = usePack(version.pack);
  const title = pack.data?.title ?? version.pack;
  const reviews = pack.data?.reviews ?? [];
  const reviewed = reviews.some((one) => one.digest === version.digest && one.withdrawnAt === null);
  const mayManage = person.role === 'officer';
  return (
    <Page
      title={t('packs.version_title', { pack: title, version: version.version })}
      lead={
        <div className="grid gap-2">
          <Link
            to="/packs/$pack"
            params={{ pack: version.pack }}
            className="inline-flex min-h-touch items-center gap-1 text-accent hover:underline sm:min-h-0"
          >
            <Icon name="back" size={16} />
            {title}
          </Link>
          <p className="flex flex-wrap items-center gap-2">
            <VersionState version={version} />
            <Reviewed reviewed={reviewed} />
          </p>
          <p>
            {originText(translation, version)} · {format.dateTime(version.createdAt)}
          </p>
          <Digest digest={version.digest} />
        </div>
      }
      action={mayManage ? <Acts detail={detail} onOpen={setOpen} /> : undefined}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Changes detail={detail} />
        <ShadowRun detail={detail} mayManage={mayManage} />
      </div>
      {open === 'switch' && <SwitchOnDialog detail={detail} reviewed={reviewed} onClose={() => setOpen(null)} />}
      {open === 'review' && <ReviewDialog target={version} onClose={() => setOpen(null)} />}
    </Page>
  );
}

export function PackVersionPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/packs/$pack/versions/$id' });
  const version = useVersion(id);
  if (version.isSuccess) return <Detail detail={version.data} />;
  return (
    <Page title={t('nav.packs')}>
      {version.isPending && <Loading lines={8} />}
      {version.isError && <Failed error={version.error} retry={() => void version.refetch()} />}
    </Page>
  );
}
