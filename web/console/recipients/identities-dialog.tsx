/** What vendors call a recipient, so that a notice in a group can name him without his number leaving. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { IDENTITY_VENDORS, type IdentityList, type IdentityVendor } from '../../../src/model/api/audiences.ts';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';

export type Identities = IdentityList['identities'];
type Draft = Readonly<Record<IdentityVendor, string>>;

const SHAPE = /^[A-Za-z0-9._@$:+-]{0,128}$/;

function draftOf(identities: Identities): Draft {
  const of = (vendor: IdentityVendor) => identities.find((one) => one.vendor === vendor)?.providerId ?? '';
  return { dingtalk: of('dingtalk'), wecom: of('wecom'), feishu: of('feishu') };
}

export function IdentitiesDialog({
  recipient,
  identities,
  onClose,
}: {
  readonly recipient: Recipient;
  /** Of this recipient. */
  readonly identities: Identities;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const before = draftOf(identities);
  const [draft, setDraft] = useState(before);
  const changed = IDENTITY_VENDORS.filter((vendor) => draft[vendor].trim() !== before[vendor]);
  const isWrong = (vendor: IdentityVendor) => !SHAPE.test(draft[vendor].trim());
  const save = useMutation({
    mutationFn: async () => {
      for (const vendor of changed) {
        const providerId = draft[vendor].trim();
        await api.audiences.setIdentity(recipient.id, { vendor, providerId: providerId === '' ? null : providerId });
      }
    },
    onSuccess: () => {
      toast(t('identity.saved', { name: recipient.name }));
      onClose();
    },
    // Also when one of several was refused: those before it are saved.
    onSettled: () => queries.invalidateQueries({ queryKey: ['identities'] }),
  });
  return (
    <FormDialog
      open
      title={t('identity.dialog', { name: recipient.name })}
      onClose={onClose}
      action={t('audience.save')}
      busy={save.isPending}
      disabled={changed.length === 0 || IDENTITY_VENDORS.some(isWrong)}
      onSubmit={() => save.mutate()}
    >
      <p className="text-sm text-soft">{t('identity.text')}</p>
      {IDENTITY_VENDORS.map((vendor) => (
        <TextField
          key={vendor}
          label={t(`identity.vendor.${vendor}`)}
          hint={t('identity.hint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={128}
          error={isWrong(vendor) ? t('identity.wrong') : null}
          value={draft[vendor]}
          onChange={(value) => setDraft({ ...draft, [vendor]: value })}
        />
      ))}
      {save.isError && <Failed error={save.error} />}
    </FormDialog>
  );
}
