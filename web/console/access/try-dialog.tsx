/** Trying an opening as somebody: place, time, proofs and device. Nothing is opened. */
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { AccessRow, TryAccess } from '../../../src/model/api/access.ts';
import { type Factor, FACTORS } from '../../../src/model/access-terms.ts';
import { useApi } from '../api/context.tsx';
import { placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { CheckList } from './list-fields.tsx';
import { Outcome } from './outcome.tsx';
import { documentOf, personOf } from './overview.tsx';
import { isoOf, localOf } from './terms-draft.ts';
import { factorName } from './terms-words.ts';

const DEVICES = ['known', 'new', 'none'] as const;

type Attempt = Pick<TryAccess, 'jurisdiction' | 'address' | 'device'> & {
  /** As `datetime-local` writes it. */
  readonly at: string;
  readonly factors: readonly Factor[];
};

function AttemptFields({
  attempt,
  onChange,
}: {
  readonly attempt: Attempt;
  readonly onChange: (change: Partial<Attempt>) => void;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const places = useMemo(() => placeOptions(translation), [translation]);
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          label={t('access.try.place')}
          value={attempt.jurisdiction}
          options={[{ value: 'unknown', label: t('access.try.unknown') }, ...places]}
          onChange={(jurisdiction) => onChange({ jurisdiction })}
        />
        <TextField
          label={t('access.try.address')}
          hint={t('access.try.address_hint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={64}
          value={attempt.address}
          onChange={(address) => onChange({ address })}
        />
        <TextField
          label={t('access.try.at')}
          type="datetime-local"
          value={attempt.at}
          onChange={(at) => onChange({ at })}
        />
        <SelectField
          label={t('access.try.device')}
          value={attempt.device}
          options={DEVICES.map((value) => ({ value, label: t(`access.try.device.${value}`) }))}
          onChange={(device) => onChange({ device })}
        />
      </div>
      <div className="grid gap-1">
        <p className="text-sm font-medium">{t('access.try.factors')}</p>
        <CheckList
          label={t('access.try.factors')}
          chosen={attempt.factors}
          options={FACTORS.map((value) => ({ value, label: factorName(translation, value) }))}
          onChange={(factors) => onChange({ factors })}
        />
      </div>
    </>
  );
}

export function TryDialog({ row, onClose }: { readonly row: AccessRow; readonly onClose: () => void }) {
  const translation = useTranslation();
  const { t } = translation;
  const api = useApi();
  const [attempt, setAttempt] = useState<Attempt>(() => ({
    jurisdiction: row.place,
    address: '',
    at: localOf(new Date().toISOString()),
    factors: ['notice', 'code'],
    device: 'known',
  }));
  const tried = useMutation({ mutationFn: (body: TryAccess) => api.access.try(body) });
  const when = isoOf(attempt.at);
  const answer = tried.data;
  return (
    <FormDialog
      open
      wide
      title={t('access.try.title')}
      onClose={onClose}
      action={t('access.try.action')}
      busy={tried.isPending}
      disabled={when === null}
      onSubmit={() => {
        if (when === null) return;
        const { transferId, objectId, recipientId } = row;
        tried.mutate({ transferId, objectId, recipientId, ...attempt, at: when, factors: [...attempt.factors] });
      }}
    >
      <div className="text-sm">
        <p className="font-medium break-words">
          {personOf(row)} · {documentOf(translation, row)} · <span className="font-mono">{row.reference}</span>
        </p>
        <p className="text-soft">{t('access.try.text')}</p>
      </div>
      <AttemptFields attempt={attempt} onChange={(change) => setAttempt((before) => ({ ...before, ...change }))} />
      <output className="grid gap-2 empty:hidden">
        {answer !== undefined && (
          <>
            <Outcome judged={{ ...answer, rules: answer.law.rules }} />
            <p className="text-sm text-soft">
              {t('access.try.law', { outcome: t(`access.try.law.${answer.law.outcome}`) })}
            </p>
          </>
        )}
      </output>
      {tried.isError && <Failed error={tried.error} />}
    </FormDialog>
  );
}
