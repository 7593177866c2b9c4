/** Invites one member of staff. Each role says what it may do before it is chosen. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type InviteStaff, ROLES } from '../../../src/model/api/staff.ts';
import { useApi } from '../api/context.tsx';
import { codeOf } from '../api/errors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { RadioField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import type { IssuedLink } from './enrolment-link.tsx';

const EMPTY: InviteStaff = { name: '', email: '', role: 'sender' };

export function InviteDialog({
  open,
  onClose,
  onInvited,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onInvited: (issued: IssuedLink) => void;
}) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const invite = useMutation({
    mutationFn: () =>
      api.people.inviteStaff({ ...draft, name: draft.name.trim(), email: draft.email.trim().toLowerCase() }),
    onSuccess: async ({ enrolmentLink, expiresAt }) => {
      onInvited({ name: draft.name.trim(), link: enrolmentLink, expiresAt });
      setDraft(EMPTY);
      await queries.invalidateQueries({ queryKey: ['staff'] });
    },
  });
  const set = (change: Partial<InviteStaff>) => {
    // What the server said was about the address before.
    if (change.email !== undefined) invite.reset();
    setDraft((before) => ({ ...before, ...change }));
  };
  const exists = codeOf(invite.error) === 'organisation.staff_exists';
  return (
    <FormDialog
      title={t('people.invite')}
      open={open}
      onClose={onClose}
      action={t('people.invite_action')}
      busy={invite.isPending}
      onSubmit={() => invite.mutate()}
    >
      <TextField
        label={t('recipient.name')}
        required
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={t('recipient.email')}
        hint={t('people.email_hint')}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        error={exists ? t('people.exists') : null}
        value={draft.email}
        onChange={(email) => set({ email })}
      />
      <div className="grid gap-2">
        <p className="text-sm font-medium">{t('people.role')}</p>
        <RadioField
          label={t('people.role')}
          value={draft.role}
          onChange={(role) => set({ role })}
          choices={ROLES.map((value) => ({ value, label: t(`role.${value}`), hint: t(`people.role_hint.${value}`) }))}
        />
      </div>
      {invite.isError && !exists && <Failed error={invite.error} />}
    </FormDialog>
  );
}
