/** Putting a policy in force: what changes, and why. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LevelsView } from '../../../src/model/api/levels.ts';
import type { LevelPolicy } from '../../../src/model/level-policy.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { TextAreaField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { useLevelName } from '../ui/words.tsx';
import { changeWords } from './words.ts';

export function SaveDialog({
  view,
  policy,
  onClose,
  onSaved,
}: {
  readonly view: LevelsView;
  readonly policy: LevelPolicy;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const nameOf = useLevelName();
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const [reason, setReason] = useState('');
  const changes = changeWords(translation, nameOf, view.current.policy ?? view.shipped, policy);
  const save = useMutation({
    mutationFn: () => api.levels.set({ policy, version: view.current.version, reason: reason.trim() }),
    onSuccess: async (saved) => {
      queries.setQueryData(['levels', 'policy'], saved);
      toast(t('levels.saved'));
      onSaved();
      await queries.invalidateQueries({ queryKey: ['session'] });
      await queries.invalidateQueries({ queryKey: ['preview'] });
    },
    // Somebody else was first: the draft stays, and is compared with what stands now.
    onError: () => queries.invalidateQueries({ queryKey: ['levels', 'policy'] }),
  });
  return (
    <FormDialog
      open
      wide
      title={t('levels.save_title')}
      onClose={onClose}
      action={t('levels.save')}
      busy={save.isPending}
      disabled={reason.trim().length < 3}
      onSubmit={() => save.mutate()}
    >
      <ul className="grid list-disc gap-1 pl-5 text-sm">
        {changes.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      <p className="text-sm text-soft">{t('levels.save_text')}</p>
      <TextAreaField
        label={t('levels.reason')}
        hint={t('levels.reason_hint')}
        value={reason}
        maxLength={500}
        required
        onChange={setReason}
      />
      {save.isError && <Failed error={save.error} />}
    </FormDialog>
  );
}
