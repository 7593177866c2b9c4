/** New credentials, pause, end: each says first what it does. */
import { useState } from 'react';
import type { DoorDetail, DoorRotated } from '../../../src/model/api/doors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextAreaField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useDoorAct } from './use-doors.ts';

type About = { readonly door: DoorDetail; readonly onClose: () => void };

/** How long the old credentials may go on. */
const HOURS = ['0', '1', '24', '72', '168'] as const;

export function RotateDialog({ door, onClose, onMade }: About & { readonly onMade: (made: DoorRotated) => void }) {
  const { t } = useTranslation();
  const [hours, setHours] = useState<(typeof HOURS)[number]>('24');
  const rotate = useDoorAct((api, oldForHours: number) => api.doors.rotate(door.id, oldForHours), onMade);
  return (
    <FormDialog
      open
      title={t('door.rotate_title', { name: door.name })}
      onClose={onClose}
      action={t('door.rotate')}
      busy={rotate.isPending}
      onSubmit={() => rotate.mutate(Number(hours))}
    >
      <p className="text-sm">{t('door.rotate_text')}</p>
      {door.previousUntil !== null && <Callout tone="wait" title={t('door.rotate_again')} />}
      <SelectField
        label={t('door.old_for')}
        value={hours}
        options={HOURS.map((value) => ({ value, label: t('door.hours', { n: Number(value) }) }))}
        onChange={setHours}
      />
      {rotate.isError && <Failed error={rotate.error} />}
    </FormDialog>
  );
}

export type DoorMove = 'pause' | 'resume' | 'remove' | 'end-old';

export function MoveDialog({
  door,
  move,
  onClose,
  onDone,
}: About & { readonly move: DoorMove; readonly onDone?: () => Promise<void> }) {
  const { t } = useTranslation();
  const toast = useToast();
  const act = useDoorAct(
    (api, id: string) => api.doors.act(id, move),
    async () => {
      toast(t(`door.done.${move}`, { name: door.name }));
      onClose();
      await onDone?.();
    },
  );
  return (
    <FormDialog
      open
      title={t(`door.title.${move}`, { name: door.name })}
      onClose={onClose}
      action={t(`door.act.${move}`)}
      actionKind={move === 'resume' ? 'primary' : 'danger'}
      busy={act.isPending}
      onSubmit={() => act.mutate(door.id)}
    >
      <p className="text-sm">{t(`door.text.${move}`)}</p>
      {(move === 'remove' || move === 'end-old') && <p className="text-sm text-soft">{t('common.not_undone')}</p>}
      {act.isError && <Failed error={act.error} />}
    </FormDialog>
  );
}

export function TryDialog({ door, onClose, onDone }: About & { readonly onDone: (transferId: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(t('door.test_text'));
  const send = useDoorAct(
    (api, value: string) => api.doors.try(door.id, value),
    ({ transferId }) => onDone(transferId),
  );
  return (
    <FormDialog
      open
      title={t('door.try_title', { name: door.name })}
      onClose={onClose}
      action={t('door.try_action')}
      busy={send.isPending}
      disabled={text.trim() === ''}
      onSubmit={() => send.mutate(text.trim())}
    >
      <p className="text-sm">{t('door.try_text')}</p>
      <TextAreaField label={t('door.try_message')} required maxLength={500} value={text} onChange={setText} />
      {send.isError && <Failed error={send.error} />}
    </FormDialog>
  );
}
