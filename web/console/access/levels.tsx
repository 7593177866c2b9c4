/** What each level allows at most, and changing it with everybody it affects said before. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { LevelTable, SetLevel } from '../../../src/model/api/access.ts';
import type { FullLevelTerms } from '../../../src/model/access-terms.ts';
import { useApi } from '../api/context.tsx';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/choice.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Facts, Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { ownZone } from './cell-dialog.tsx';
import { draftOf, levelTermsOf, problemsIn } from './terms-draft.ts';
import { TermsFields } from './terms-fields.tsx';
import { levelTermWords } from './terms-words.ts';
import { useLevels } from './use-access.ts';
import { useLevelName } from '../ui/words.tsx';

type Level = LevelTable['levels'][number];

const SHOWN = [
  'permission',
  'daysMax',
  'opensMax',
  'countries',
  'networks',
  'devicesMax',
  'hours',
  'kinds',
  'factorsMin',
  'factors',
  'search',
  'textLayer',
] as const satisfies readonly (keyof FullLevelTerms)[];

export function Levels() {
  const { t } = useTranslation();
  const levels = useLevels();
  const [open, setOpen] = useState<Level | null>(null);
  if (levels.data === undefined)
    return levels.isError ? <Failed error={levels.error} retry={() => void levels.refetch()} /> : <Loading lines={6} />;
  const { mayEdit } = levels.data;
  return (
    <div className="grid gap-5">
      <p className="max-w-2xl text-sm text-soft">{t('access.level.text')}</p>
      <div className="grid gap-5 lg:grid-cols-2">
        {levels.data.levels.map((level) => (
          <LevelCard key={level.level} level={level} onChange={mayEdit ? () => setOpen(level) : null} />
        ))}
      </div>
      {open !== null && <LevelDialog key={open.level} level={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function LevelCard({ level, onChange }: { readonly level: Level; readonly onChange: (() => void) | null }) {
  const translation = useTranslation();
  const { t, format } = translation;
  const name = useLevelName()(level.level);
  const from =
    level.setBy === null || level.setAt === null
      ? t('access.level.shipped')
      : t('access.level.set_by', { who: level.setBy, date: format.dateTime(level.setAt) });
  return (
    <Section
      title={name}
      hint={`${from} · ${t('access.level.transfers', { n: level.transfers })}`}
      action={
        onChange !== null && (
          <Button aria-label={`${t('access.level.change')}: ${name}`} onClick={onChange}>
            {t('access.level.change')}
          </Button>
        )
      }
    >
      <Facts rows={SHOWN.map((term) => [t(`access.term.${term}`), levelTermWords(translation, level.inForce, term)])} />
    </Section>
  );
}

function LevelDialog({ level, onClose }: { readonly level: Level; readonly onClose: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const queries = useQueryClient();
  const toast = useToast();
  const nameOf = useLevelName();
  const [draft, setDraft] = useState(() => draftOf(level.own, ownZone()));
  const [isSure, setSure] = useState(false);
  const problems = problemsIn(draft, 0);
  const save = useMutation({
    mutationFn: (body: SetLevel) => api.access.setLevel(body),
    onSuccess: async (table) => {
      queries.setQueryData(['access', 'levels'], table);
      toast(t('access.level.saved'));
      onClose();
      await queries.invalidateQueries({ queryKey: ['access'] });
    },
    onError: () => queries.invalidateQueries({ queryKey: ['access', 'levels'] }),
  });
  return (
    <FormDialog
      open
      wide
      title={t('access.level.edit', { level: nameOf(level.level) })}
      onClose={onClose}
      action={t('access.edit.save')}
      busy={save.isPending}
      disabled={!isSure || problems.length > 0}
      onSubmit={() => save.mutate({ level: level.level, terms: levelTermsOf(draft), version: level.version })}
    >
      <TermsFields
        level
        draft={draft}
        onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
        wider={(name) =>
          name === 'notBefore' || name === 'until' ? null : levelTermWords(translation, level.shipped, name)
        }
        problems={problems}
        inherit={t('access.level.as_shipped')}
        inheritNow={(value) => t('access.level.as_shipped_now', { value })}
      />
      <CheckField label={t('access.level.confirm', { n: level.transfers })} checked={isSure} onChange={setSure} />
      {save.isError && <Failed error={save.error} />}
    </FormDialog>
  );
}
