/** The last look before a version is decided by: what it softens, what would have come out, and whether anybody reviewed it. */
import { useState } from 'react';
import type { VersionDetail } from '../../../src/model/api/packs.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { Weakenings } from './changes.tsx';
import { usePackAct } from './use-packs.ts';

export function SwitchOnDialog({
  detail,
  reviewed,
  onClose,
}: {
  readonly detail: VersionDetail;
  readonly reviewed: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [looked, setLooked] = useState(false);
  const { version, changes, runs } = detail;
  const result = runs[0]?.result;
  const looser = (result?.past.looser ?? 0) + (result?.agreed.looser ?? 0);
  const softens = changes.weakened.length > 0 || looser > 0;
  const on = usePackAct(
    (api, id: string) => api.packs.switchOn(id, version.digest),
    () => {
      toast(t('packs.switched_on', { version: version.version }));
      onClose();
    },
  );
  return (
    <FormDialog
      wide
      open
      title={t('packs.on_title', { version: version.version })}
      onClose={onClose}
      action={t('packs.on')}
      actionKind={softens ? 'danger' : 'primary'}
      busy={on.isPending}
      disabled={softens && !looked}
      onSubmit={() => on.mutate(version.id)}
    >
      <p className="text-sm">{t('packs.on_text')}</p>
      <Weakenings weakened={changes.weakened} />
      <Callout tone={looser > 0 ? 'stop' : 'good'}>
        {looser > 0 ? t('packs.on_looser', { n: looser }) : t('packs.on_same')}
      </Callout>
      {!reviewed && <Callout tone="wait">{t('packs.on_not_reviewed')}</Callout>}
      {softens && <CheckField label={t('packs.on_confirm')} checked={looked} onChange={setLooked} />}
      {on.isError && <Failed error={on.error} />}
    </FormDialog>
  );
}
