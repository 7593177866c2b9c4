/** Who can sign in. An officer invites, renews links and ends access. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi, useSession } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { DisableDialog, RenewDialog, type StaffMember } from '../people/confirm-dialog.tsx';
import { EnrolmentLinkDialog, type IssuedLink } from '../people/enrolment-link.tsx';
import { InviteDialog } from '../people/invite-dialog.tsx';
import { PeopleList } from '../people/people-list.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Page } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

type Open =
  | { readonly kind: 'nothing' | 'invite' }
  | { readonly kind: 'renew' | 'disable'; readonly person: StaffMember }
  | { readonly kind: 'link'; readonly issued: IssuedLink };

const NOTHING: Open = { kind: 'nothing' };

export function StaffPage() {
  const { t } = useTranslation();
  const api = useApi();
  const { person: self } = useSession();
  const [open, setOpen] = useState<Open>(NOTHING);
  const close = () => setOpen(NOTHING);
  const list = useQuery({ queryKey: ['staff'], queryFn: ({ signal }) => api.people.staff({ signal }) });
  const staff = list.data?.staff ?? [];
  const officers = staff.filter(({ role, state }) => role === 'officer' && state === 'active');
  return (
    <Page
      title={t('nav.people')}
      lead={t('staff.lead')}
      action={
        <Button kind="primary" icon="new" onClick={() => setOpen({ kind: 'invite' })}>
          {t('people.invite')}
        </Button>
      }
    >
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && (
        <div className="grid gap-4">
          {officers.length === 1 && (
            <Callout tone="calm" title={t('people.one_officer')}>
              {t('people.one_officer_hint')}
            </Callout>
          )}
          <PeopleList
            staff={staff}
            selfId={self.id}
            onRenew={(person) => setOpen({ kind: 'renew', person })}
            onDisable={(person) => setOpen({ kind: 'disable', person })}
          />
        </div>
      )}
      <InviteDialog
        open={open.kind === 'invite'}
        onClose={close}
        onInvited={(issued) => setOpen({ kind: 'link', issued })}
      />
      {open.kind === 'renew' && (
        <RenewDialog person={open.person} onClose={close} onIssued={(issued) => setOpen({ kind: 'link', issued })} />
      )}
      {open.kind === 'disable' && <DisableDialog person={open.person} onClose={close} />}
      <EnrolmentLinkDialog issued={open.kind === 'link' ? open.issued : null} onClose={close} />
    </Page>
  );
}
