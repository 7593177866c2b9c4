/** Versions of a pack: in use, in shadow, kept; the way in for a new one, and the way back. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { PackDetail, PackVersionView } from '../../../src/model/api/packs.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Section } from '../ui/page.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { BringDialog } from './bring-dialog.tsx';
import { Digest } from './marks.tsx';
import { usePackAct } from './use-packs.ts';

const TONES: Readonly<Record<PackVersionView['state'], Tone>> = {
  shadow: 'wait',
  active: 'good',
  retired: 'calm',
  discarded: 'calm',
};

export function VersionState({ version }: { readonly version: PackVersionView }) {
  const { t } = useTranslation();
  return (
    <Badge tone={version.inUse ? 'good' : TONES[version.state]}>
      {version.inUse ? t('packs.state.in_use') : t(`packs.state.${version.state}`)}
    </Badge>
  );
}

export function originText({ t }: Pick<Translation, 't'>, { origin, broughtBy }: PackVersionView): string {
  return origin === 'shipped' ? t('packs.origin.shipped') : t('packs.origin.brought', { name: broughtBy ?? '?' });
}

function Version({ version, mayOpen }: { readonly version: PackVersionView; readonly mayOpen: boolean }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const title = t('packs.version', { version: version.version });
  return (
    <li className="grid gap-1 rounded-xl border border-line p-4 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {mayOpen ? (
          <Link
            to="/packs/$pack/versions/$id"
            params={{ pack: version.pack, id: version.id }}
            className="inline-flex min-h-touch items-center font-medium text-accent hover:underline sm:min-h-0"
          >
            {title}
          </Link>
        ) : (
          <p className="font-medium">{title}</p>
        )}
        <VersionState version={version} />
      </div>
      <p className="text-[0.8125rem] text-soft">
        {originText(translation, version)} · {format.dateTime(version.createdAt)}
      </p>
      <Digest digest={version.digest} />
    </li>
  );
}

function BackDialog({ pack, onClose }: { readonly pack: PackDetail; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const back = usePackAct(
    (api, digest: string) => api.packs.switchBack(pack.pack, digest),
    () => {
      toast(t('packs.went_back'));
      onClose();
    },
  );
  const { before, version } = pack;
  return (
    <FormDialog
      open
      title={before === null ? t('packs.out_of_use') : t('packs.back_title', { version: before.version })}
      onClose={onClose}
      action={before === null ? t('packs.out_of_use') : t('packs.back', { version: before.version })}
      actionKind="danger"
      busy={back.isPending}
      onSubmit={() => back.mutate(pack.digest)}
    >
      <p className="text-sm">
        {before === null ? t('packs.out_of_use_text') : t('packs.back_text', { from: version, to: before.version })}
      </p>
      {back.isError && <Failed error={back.error} />}
    </FormDialog>
  );
}

export function Versions({ pack, mayOpen }: { readonly pack: PackDetail; readonly mayOpen: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'bring' | 'back' | null>(null);
  const { before, shipped, origin, mayManage } = pack;
  // A pack that is in use as it came has nothing to go back to unless it was replaced once.
  const mayGoBack = mayManage && (before !== null || (origin === 'brought' && shipped === null));
  return (
    <Section
      title={t('packs.versions')}
      hint={t('packs.versions_hint')}
      action={mayManage ? <Button onClick={() => setOpen('bring')}>{t('packs.bring')}</Button> : undefined}
    >
      {shipped !== null && (
        <p className="mb-3 text-sm text-soft">{t('packs.shipped_other', { version: shipped.version })}</p>
      )}
      <ul className="grid gap-3">
        {pack.versions.map((version) => (
          <Version key={version.id} version={version} mayOpen={mayOpen} />
        ))}
      </ul>
      {mayGoBack && (
        <div className="mt-3">
          <Button onClick={() => setOpen('back')}>
            {before === null ? t('packs.out_of_use') : t('packs.back', { version: before.version })}
          </Button>
        </div>
      )}
      {open === 'bring' && <BringDialog pack={pack.pack} onClose={() => setOpen(null)} />}
      {open === 'back' && <BackDialog pack={pack} onClose={() => setOpen(null)} />}
    </Section>
  );
}
