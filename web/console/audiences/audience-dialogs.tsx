/** Making a group, changing who is in it, giving it another name, removing it. */
import { useState } from 'react';
import type { Audience } from '../../../src/model/api/audiences.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { MemberPicker } from './member-picker.tsx';
import { useAudienceAct } from './use-audiences.ts';

type Closing = { readonly onClose: () => void };
type About = Closing & { readonly audience: Audience };

export function AudienceDialog({ onClose, onMade }: Closing & { readonly onMade?: (id: string) => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const [name, setName] = useState('');
  const [members, setMembers] = useState<readonly string[]>([]);
  const make = useAudienceAct(
    (api, body: { readonly name: string; readonly recipientIds: string[] }) => api.audiences.create(body),
    ({ id }, body) => {
      toast(t('audience.made', { name: body.name }));
      onMade?.(id);
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('audience.add')}
      onClose={onClose}
      action={t('audience.add_action')}
      busy={make.isPending}
      disabled={name.trim() === ''}
      onSubmit={() => make.mutate({ name: name.trim(), recipientIds: [...members] })}
    >
      <TextField
        label={t('audience.name')}
        hint={t('audience.name_hint')}
        required
        maxLength={100}
        value={name}
        onChange={setName}
      />
      <MemberPicker chosen={members} onChange={setMembers} />
      {make.isError && <Failed error={make.error} />}
    </FormDialog>
  );
}

export function MembersDialog({ audience, onClose }: About) {
  const { t } = useTranslation();
  const toast = useToast();
  const before = audience.members.map((one) => one.recipientId);
  const [members, setMembers] = useState<readonly string[]>(before);
  const add = members.filter((id) => !before.includes(id));
  const remove = before.filter((id) => !members.includes(id));
  const change = useAudienceAct(
    (api, body: { readonly add: string[]; readonly remove: string[] }) => api.audiences.change(audience.id, body),
    () => {
      toast(t('audience.changed', { name: audience.name }));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('audience.change_title', { name: audience.name })}
      onClose={onClose}
      action={t('audience.save')}
      busy={change.isPending}
      disabled={add.length + remove.length === 0}
      onSubmit={() => change.mutate({ add, remove })}
    >
      <MemberPicker chosen={members} onChange={setMembers} />
      {remove.length > 0 && <Callout tone="wait" title={t('audience.removes', { n: remove.length })} />}
      {add.length > 0 && <Callout tone="calm" title={t('audience.adds', { n: add.length })} />}
      {change.isError && <Failed error={change.error} />}
    </FormDialog>
  );
}

export function RenameDialog({ audience, onClose }: About) {
  const { t } = useTranslation();
  const [name, setName] = useState(audience.name);
  const rename = useAudienceAct((api, value: string) => api.audiences.rename(audience.id, value), onClose);
  return (
    <FormDialog
      open
      title={t('audience.rename')}
      onClose={onClose}
      action={t('audience.save')}
      busy={rename.isPending}
      disabled={name.trim() === '' || name.trim() === audience.name}
      onSubmit={() => rename.mutate(name.trim())}
    >
      <TextField label={t('audience.name')} required maxLength={100} value={name} onChange={setName} />
      {rename.isError && <Failed error={rename.error} />}
    </FormDialog>
  );
}

export function RemoveAudienceDialog({ audience, onClose }: About) {
  const { t } = useTranslation();
  const toast = useToast();
  const remove = useAudienceAct(
    (api, id: string) => api.audiences.remove(id),
    () => {
      toast(t('audience.removed', { name: audience.name }));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('audience.remove_title', { name: audience.name })}
      onClose={onClose}
      action={t('audience.remove')}
      actionKind="danger"
      busy={remove.isPending}
      onSubmit={() => remove.mutate(audience.id)}
    >
      <p className="text-sm">{t('audience.remove_text')}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {remove.isError && <Failed error={remove.error} />}
    </FormDialog>
  );
}
