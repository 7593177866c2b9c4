/** Who stands in for whom: those that count now first, the past one click away. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DelegationList } from '../../../src/model/api/approvals.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { DelegateDialog } from './delegate-dialog.tsx';

type Delegation = DelegationList['delegations'][number];

const TONE: Readonly<Record<Delegation['state'], Tone>> = {
  planned: 'wait',
  active: 'good',
  ended: 'calm',
  revoked: 'stop',
};

function Row({ one, onRevoke }: { readonly one: Delegation; readonly onRevoke: () => void }) {
  const { t, format } = useTranslation();
  const who = { to: one.to.name, from: one.from.name };
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-3 text-sm">
      <div className="min-w-0">
        <p className="font-medium">{t('delegation.row', who)}</p>
        <p className="text-soft">
          {t('delegation.term', { from: format.dateTime(one.startsAt), until: format.dateTime(one.endsAt) })}
        </p>
        <p className="text-soft">{one.reason}</p>
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={TONE[one.state]}>{t(`delegation.state.${one.state}`)}</Badge>
        {one.mayRevoke && (
          <Button aria-label={`${t('delegation.revoke')}: ${t('delegation.row', who)}`} onClick={onRevoke}>
            {t('delegation.revoke')}
          </Button>
        )}
      </div>
    </li>
  );
}

function RevokeDialog({ one, onClose }: { readonly one: Delegation; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const revoke = useMutation({
    mutationFn: () => api.approvals.revokeDelegation(one.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['delegations'] });
      toast(t('delegation.revoked'));
      onClose();
    },
  });
  return (
    <FormDialog
      open
      title={t('delegation.revoke_title', { to: one.to.name, from: one.from.name })}
      onClose={onClose}
      action={t('delegation.revoke')}
      actionKind="danger"
      busy={revoke.isPending}
      onSubmit={() => revoke.mutate()}
    >
      <p className="text-sm">{t('delegation.revoke_text', { to: one.to.name })}</p>
      {revoke.isError && <Failed error={revoke.error} />}
    </FormDialog>
  );
}

const isPast = ({ state }: Delegation) => state === 'ended' || state === 'revoked';

function Rows({
  all,
  onRevoke,
}: {
  readonly all: readonly Delegation[];
  readonly onRevoke: (one: Delegation) => void;
}) {
  const { t } = useTranslation();
  const rows = (some: readonly Delegation[]) =>
    some.map((one) => <Row key={one.id} one={one} onRevoke={() => onRevoke(one)} />);
  const current = all.filter((one) => !isPast(one));
  const past = all.filter(isPast);
  return (
    <>
      {current.length === 0 && <p className="text-sm text-soft">{t('delegation.empty')}</p>}
      <ul className="divide-y divide-line empty:hidden">{rows(current)}</ul>
      {past.length > 0 && (
        <Disclosure summary={t('delegation.past')}>
          <ul className="divide-y divide-line">{rows(past)}</ul>
        </Disclosure>
      )}
    </>
  );
}

export function Delegations({ mayGive }: { readonly mayGive: boolean }) {
  const { t } = useTranslation();
  const api = useApi();
  const [giving, setGiving] = useState(false);
  const [revoking, setRevoking] = useState<Delegation | null>(null);
  const list = useQuery({ queryKey: ['delegations'], queryFn: ({ signal }) => api.approvals.delegations({ signal }) });
  const all = list.data?.delegations ?? [];
  // Nothing to say to somebody who neither gives nor received one.
  if (!mayGive && list.isSuccess && all.length === 0) return null;
  return (
    <Section
      title={t('delegation.title')}
      hint={t('delegation.hint')}
      action={mayGive && <Button onClick={() => setGiving(true)}>{t('delegation.give')}</Button>}
    >
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && <Rows all={all} onRevoke={setRevoking} />}
      {giving && list.isSuccess && (
        <DelegateDialog choices={list.data.choices} today={list.data.today} onClose={() => setGiving(false)} />
      )}
      {revoking !== null && <RevokeDialog one={revoking} onClose={() => setRevoking(null)} />}
    </Section>
  );
}
