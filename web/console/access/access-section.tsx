/** The part of a transfer's page that says who may open what, and lets it be changed in place, undone, and ended for one recipient. */
import { useState } from 'react';
import type { AccessTable } from '../../../src/model/api/access.ts';
import type { TransferDetail } from '../../../src/model/api/transfers.ts';
import type { EffectiveTerms } from '../../../src/model/access-terms.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { AccessGrid, useNames } from './access-table.tsx';
import { CellDialog, type CellRef, type CellWords, type Changed } from './cell-dialog.tsx';
import { useAccessAct, useAccessTable } from './use-access.ts';
import { useLevelName } from '../ui/words.tsx';

type Transfer = Pick<TransferDetail, 'id' | 'recipients' | 'objects'>;

export function AccessSection({ transfer }: { readonly transfer: Transfer }) {
  const { t } = useTranslation();
  const table = useAccessTable(transfer.id);
  return (
    <Section title={t('access.table.title')} hint={t('access.table.hint')}>
      {table.data !== undefined ? (
        <Matrix table={table.data} transfer={transfer} />
      ) : table.isError ? (
        <Failed error={table.error} retry={() => void table.refetch()} />
      ) : (
        <Loading lines={4} />
      )}
    </Section>
  );
}

type Open = { readonly cell: CellRef; readonly words: CellWords };

function Matrix({ table, transfer }: { readonly table: AccessTable; readonly transfer: Transfer }) {
  const { t } = useTranslation();
  const names = useNames(table, transfer);
  const [open, setOpen] = useState<Open | null>(null);
  const [changed, setChanged] = useState<Changed | null>(null);
  const [revoking, setRevoking] = useState<string | null>(null);
  return (
    <div className="grid gap-4">
      <CapsLine table={table} />
      {changed !== null && <UndoBar table={table} changed={changed} onDone={() => setChanged(null)} />}
      {table.recipients.length === 0 && <p className="text-sm text-soft">{t('access.table.none')}</p>}
      <AccessGrid
        table={table}
        names={names}
        onOpen={(cell, words) => setOpen({ cell, words })}
        onRevoke={setRevoking}
      />
      {open !== null && (
        <CellDialog
          table={table}
          cell={open.cell}
          words={open.words}
          wider={widerOf(table, open.cell)}
          onClose={() => setOpen(null)}
          onChanged={(next) => {
            setChanged(next);
            setOpen(null);
          }}
        />
      )}
      {revoking !== null && (
        <RevokeDialog
          table={table}
          who={names.who(revoking)}
          recipientId={revoking}
          onClose={() => setRevoking(null)}
        />
      )}
    </div>
  );
}

/** What is in force in a cell that says nothing of its own; elsewhere nobody can tell without asking. */
function widerOf({ inForce, cells }: AccessTable, cell: CellRef): EffectiveTerms | undefined {
  const hasOwn = cells.some((one) => one.objectId === cell.objectId && one.recipientId === cell.recipientId);
  if (hasOwn) return undefined;
  return inForce.find((one) => one.objectId === cell.objectId && one.recipientId === cell.recipientId)?.terms;
}

/** What nothing in the table can exceed. */
function CapsLine({ table }: { readonly table: AccessTable }) {
  const { t } = useTranslation();
  const nameOf = useLevelName();
  const { viewOnly, expiryDays } = table.caps;
  return (
    <p className="text-sm text-soft">
      {[
        t('access.table.caps', { level: nameOf(table.level) }),
        ...(viewOnly ? [t('access.table.caps_view')] : []),
        ...(expiryDays === null ? [] : [t('access.table.caps_days', { n: expiryDays })]),
      ].join(' · ')}
    </p>
  );
}

function UndoBar({
  table,
  changed,
  onDone,
}: {
  readonly table: AccessTable;
  readonly changed: Changed;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const undo = useAccessAct<Changed>(table.transferId, (api, { objectId, recipientId, before, version }) =>
    api.access.setCell(table.transferId, { objectId, recipientId, terms: before, version }),
  );
  const { who, what } = changed;
  return (
    <Callout tone="good" title={t('access.edit.changed', { who, what })}>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <output>{t('access.edit.saved')}</output>
        <Button
          icon="back"
          busy={undo.isPending}
          onClick={() =>
            undo.mutate(changed, {
              onSuccess: () => {
                toast(t('access.edit.undone'));
                onDone();
              },
            })
          }
        >
          {t('access.edit.undo')}
        </Button>
      </div>
      {undo.isError && <Failed error={undo.error} />}
    </Callout>
  );
}

function RevokeDialog({
  table,
  who,
  recipientId,
  onClose,
}: {
  readonly table: AccessTable;
  readonly who: string;
  readonly recipientId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const revoke = useAccessAct<null>(table.transferId, (api) => api.access.revoke(table.transferId, recipientId));
  return (
    <FormDialog
      open
      title={t('access.revoke.title', { who })}
      onClose={onClose}
      action={t('access.revoke.action')}
      actionKind="danger"
      busy={revoke.isPending}
      onSubmit={() =>
        revoke.mutate(null, {
          onSuccess: () => {
            toast(t('access.revoke.done'));
            onClose();
          },
        })
      }
    >
      <p className="text-sm">{t('access.revoke.text', { who })}</p>
      <p className="text-sm text-soft">{t('common.not_undone')}</p>
      {revoke.isError && <Failed error={revoke.error} />}
    </FormDialog>
  );
}
