/** Asks why before something of somebody else's is shown. */
import { type ReactNode, useState } from 'react';
import type { LookReason } from '../../../src/model/api/accesses.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { type LookDraft, LookFields, lookOf, NO_LOOK } from './look-fields.tsx';

export function LookDialog({
  title,
  busy,
  error,
  onLook,
  onClose,
  children,
}: {
  readonly title: string;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onLook: (look: LookReason) => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<LookDraft>(NO_LOOK);
  const look = lookOf(draft);
  return (
    <FormDialog
      open
      title={title}
      onClose={onClose}
      action={t('look.action')}
      busy={busy}
      disabled={look === undefined}
      onSubmit={() => {
        if (look !== undefined) onLook(look);
      }}
    >
      <p className="text-sm text-soft">{children}</p>
      <LookFields draft={draft} onChange={setDraft} />
      {error !== null && <Failed error={error} />}
    </FormDialog>
  );
}
