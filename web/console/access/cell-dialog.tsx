/** Changing one cell. Somebody who was faster is named, and the form then shows what stands. */
import { useState } from 'react';
import type { AccessTable } from '../../../src/model/api/access.ts';
import type { AccessTerms, EffectiveTerms } from '../../../src/model/access-terms.ts';
import { codeOf } from '../api/errors.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Failed } from '../ui/states.tsx';
import { draftOf, problemsIn, termsOf } from './terms-draft.ts';
import { TermsFields } from './terms-fields.tsx';
import { termWords } from './terms-words.ts';
import { useAccessAct } from './use-access.ts';

export type CellRef = { readonly objectId: string | null; readonly recipientId: string | null };
export type CellWords = { readonly who: string; readonly what: string };
/** What was said before a change, and the version that the change made: enough to put it back. */
export type Changed = CellRef & CellWords & { readonly before: AccessTerms; readonly version: number };

export function cellOf({ cells }: AccessTable, { objectId, recipientId }: CellRef) {
  return cells.find((one) => one.objectId === objectId && one.recipientId === recipientId);
}

export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function CellDialog({
  table,
  cell,
  words,
  wider,
  onClose,
  onChanged,
}: {
  readonly table: AccessTable;
  readonly cell: CellRef;
  readonly words: CellWords;
  /** What would hold without this cell, as far as it is one value. */
  readonly wider: EffectiveTerms | undefined;
  readonly onClose: () => void;
  readonly onChanged: (changed: Changed) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const stands = cellOf(table, cell);
  const version = stands?.version ?? 0;
  const [seen, setSeen] = useState(version);
  const [draft, setDraft] = useState(() => draftOf(stands?.terms ?? {}, ownZone()));
  const [conflict, setConflict] = useState<string | null>(null);
  const [openedAt] = useState(() => Date.now());
  const problems = problemsIn(draft, openedAt);
  const save = useAccessAct<AccessTerms>(table.transferId, (api, terms) =>
    api.access.setCell(table.transferId, { ...cell, terms, version: seen }),
  );
  // A newer state came while the form was open: the form begins again from it.
  if (conflict === null && save.isError && version !== seen && codeOf(save.error) === 'terms.changed_meanwhile') {
    setConflict(stands?.setBy ?? '?');
    setSeen(version);
    setDraft(draftOf(stands?.terms ?? {}, ownZone()));
    save.reset();
  }
  return (
    <FormDialog
      open
      wide
      title={t('access.edit.title', words)}
      onClose={onClose}
      action={t('access.edit.save')}
      busy={save.isPending}
      disabled={problems.length > 0}
      onSubmit={() => {
        setConflict(null);
        save.mutate(termsOf(draft), {
          onSuccess: (answer) =>
            onChanged({
              ...cell,
              ...words,
              before: stands?.terms ?? {},
              version: cellOf(answer, cell)?.version ?? seen + 1,
            }),
        });
      }}
    >
      {conflict !== null && (
        <Callout tone="wait" role="alert" title={t('access.edit.conflict', { who: conflict })}>
          {t('access.edit.conflict_text')}
        </Callout>
      )}
      <p className="text-sm text-soft">{t('access.edit.text')}</p>
      <TermsFields
        draft={draft}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        wider={(name) => (wider === undefined || name === 'daysMax' ? null : termWords(translation, wider, name))}
        problems={problems}
        inherit={t('access.edit.inherit')}
        inheritNow={(value) => t('access.edit.inherit_now', { value })}
      />
      {save.isError && <Failed error={save.error} />}
    </FormDialog>
  );
}
