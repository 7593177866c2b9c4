/** Ending somebody's access, and replacing a link: both say first what will happen. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { StaffList } from '../../../src/model/api/staff.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import type { IssuedLink } from './enrolment-link.tsx';

export type StaffMember = StaffList['staff'][number];
type ConfirmProps = { readonly person: StaffMember; readonly onClose: () => void };

export function DisableDialog({ person, onClose }: ConfirmProps) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const disable = useMutation({
    mutationFn: () => api.people.disableStaff(person.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['staff'] });
      toast(t('people.disabled', { name: person.name }));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      title={t('people.disable_title', { name: person.name })}
      onClose={onClose}
      action={t('people.disable')}
      actionKind="danger"
      busy={disable.isPending}
      onSubmit={() => disable.mutate()}
    >
      <p className="text-sm">{t('people.disable_text')}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {disable.isError && <Failed error={disable.error} />}
    </FormDialog>
  );
}

export function RenewDialog({
  person,
  onClose,
  onIssued,
}: ConfirmProps & { readonly onIssued: (issued: IssuedLink) => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const renew = useMutation({
    mutationFn: () => api.people.renewInvitation(person.id),
    onSuccess: ({ enrolmentLink, expiresAt }) => onIssued({ name: person.name, link: enrolmentLink, expiresAt }),
  });
  return (
    <FormDialog
      open
      title={t('people.renew_title', { name: person.name })}
      onClose={onClose}
      action={t('people.renew')}
      busy={renew.isPending}
      onSubmit={() => renew.mutate()}
    >
      <p className="text-sm">{t('people.renew_text')}</p>
      {renew.isError && <Failed error={renew.error} />}
    </FormDialog>
  );
}
