/** Adds one partner. Contacts are entered one by one; no address book is read. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { RECIPIENT_KINDS, type RecipientKind } from '../../../src/model/facts.ts';
import { useApi } from '../api/context.tsx';
import { codeOf } from '../api/errors.ts';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { cityOf, isPlaceComplete, type Place, PlaceFields } from '../ui/place-fields.tsx';
import { Failed } from '../ui/states.tsx';

type Draft = {
  readonly name: string;
  readonly organisation: string;
  readonly email: string;
  readonly phone: string;
  readonly place: Place;
  readonly kind: RecipientKind | '';
  readonly locale: Locale;
};

function RecipientFields({
  draft,
  set,
  exists,
}: {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** The address belongs to somebody on record. */
  readonly exists: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('recipient.name')}
        required
        maxLength={200}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      <TextField
        label={t('recipient.organisation')}
        required
        maxLength={200}
        value={draft.organisation}
        onChange={(organisation) => set({ organisation })}
      />
      <TextField
        label={t('recipient.email')}
        hint={t('recipient.email_hint')}
        type="email"
        required
        error={exists ? t('recipients.exists') : null}
        value={draft.email}
        onChange={(email) => set({ email })}
      />
      <TextField
        label={t('recipient.phone')}
        hint={t('recipient.phone_hint')}
        type="tel"
        pattern="\+[1-9][0-9 \-]{6,20}"
        value={draft.phone}
        onChange={(phone) => set({ phone })}
      />
      <PlaceFields hint={t('recipient.place_hint')} value={draft.place} onChange={(place) => set({ place })} />
      <SelectField
        label={t('recipient.kind')}
        hint={t('recipient.kind_hint')}
        value={draft.kind}
        placeholder={t('common.choose')}
        required
        options={RECIPIENT_KINDS.map((value) => ({ value, label: t(`recipient_kind.${value}`) }))}
        onChange={(next) => set({ kind: next })}
      />
      <SelectField
        label={t('recipient.locale')}
        value={draft.locale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(next) => set({ locale: next })}
      />
    </>
  );
}

export function RecipientDialog({
  open,
  onClose,
  onAdded,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAdded: (recipient: Recipient) => void;
}) {
  const { t, locale } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const empty: Draft = {
    name: '',
    organisation: '',
    email: '',
    phone: '',
    place: { jurisdiction: '', city: '' },
    kind: '',
    locale,
  };
  const [draft, setDraft] = useState(empty);
  const add = useMutation({
    mutationFn: (kind: RecipientKind) =>
      api.people.createRecipient({
        name: draft.name.trim(),
        organisation: draft.organisation.trim(),
        email: draft.email.trim(),
        phone: draft.phone.trim() === '' ? null : draft.phone.replace(/[\s-]/g, ''),
        jurisdiction: draft.place.jurisdiction,
        city: cityOf(draft.place),
        kind,
        locale: draft.locale,
      }),
    onSuccess: async (recipient) => {
      await queries.invalidateQueries({ queryKey: ['recipients'] });
      setDraft(empty);
      onAdded(recipient);
    },
  });
  const set = (change: Partial<Draft>) => {
    // What the server said was about the address before.
    if (change.email !== undefined) add.reset();
    setDraft((before) => ({ ...before, ...change }));
  };
  const { kind } = draft;
  const exists = codeOf(add.error) === 'recipient.exists';
  return (
    <FormDialog
      title={t('recipient.add')}
      open={open}
      onClose={onClose}
      action={t('recipient.add_action')}
      busy={add.isPending}
      disabled={!isPlaceComplete(draft.place) || kind === ''}
      onSubmit={() => {
        if (kind !== '') add.mutate(kind);
      }}
    >
      <RecipientFields draft={draft} set={set} exists={exists} />
      {add.isError && !exists && <Failed error={add.error} />}
    </FormDialog>
  );
}
