/** The form of a connection, made from the fields of its kind. */
import { useState } from 'react';
import type { ChannelKind } from '../../../src/model/channel.ts';
import {
  CONNECTION_FIELDS,
  type ConnectionField,
  FIELD_CHOICES,
  readWebhook,
  WEBHOOK_EXAMPLES,
} from '../../../src/model/connection-fields.ts';
import { placeOptions } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import type { Typed } from './settings-draft.ts';

type FieldProps = {
  readonly field: ConnectionField;
  readonly value: string;
  readonly isSet: boolean;
  readonly wrong: boolean;
  readonly onChange: (value: string) => void;
};

function SettingField({ field, value, isSet, wrong, onChange }: FieldProps) {
  const translation = useTranslation();
  const { t } = translation;
  const { form, words, choices } = field;
  const label = t(`connection.field.${words}`);
  const hint = isSet ? t('connection.secret_set') : t(`connection.help.${words}`);
  if (choices !== undefined)
    return (
      <SelectField
        label={label}
        hint={hint}
        value={value}
        options={FIELD_CHOICES[choices].map((one) => ({ value: one, label: t(`connection.choice.${one}`) }))}
        onChange={onChange}
      />
    );
  if (form === 'place')
    return (
      <SelectField
        label={label}
        hint={hint}
        value={value === '' ? 'unknown' : value}
        options={[{ value: 'unknown', label: t('connection.place_unknown') }, ...placeOptions(translation)]}
        onChange={onChange}
      />
    );
  return (
    <WrittenField
      field={field}
      label={label}
      hint={hint}
      value={value}
      isSet={isSet}
      wrong={wrong}
      onChange={onChange}
    />
  );
}

function WrittenField({
  field,
  label,
  hint,
  value,
  isSet,
  wrong,
  onChange,
}: FieldProps & { readonly label: string; readonly hint: string }) {
  const { t } = useTranslation();
  const { form, required = false, example = '' } = field;
  const common = {
    label: required ? label : t('connection.optional', { label }),
    hint,
    error: wrong ? t('connection.wrong_form') : null,
    value,
    required: required && !isSet,
    placeholder: example,
    spellCheck: false,
    onChange,
  };
  if (form === 'long' || form === 'pairs' || form === 'secret_pairs')
    return <TextAreaField {...common} autoComplete="off" />;
  return (
    <TextField
      {...common}
      type={form === 'secret' ? 'password' : 'text'}
      autoComplete={form === 'secret' ? 'new-password' : 'off'}
      inputMode={form === 'number' ? 'numeric' : 'text'}
    />
  );
}

/** A whole webhook address, from which token and host are taken. */
function WebhookField({
  kind,
  onRead,
}: {
  readonly kind: ChannelKind;
  readonly onRead: (parts: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const parts = text.trim() === '' ? null : readWebhook(kind, text);
  return (
    <TextField
      label={t('connection.webhook')}
      hint={
        parts === null ? t('connection.webhook_hint') : parts === undefined ? undefined : t('connection.webhook_read')
      }
      error={parts === undefined ? t('connection.webhook_wrong') : null}
      placeholder={WEBHOOK_EXAMPLES[kind] ?? ''}
      autoComplete="off"
      spellCheck={false}
      value={text}
      onChange={(next) => {
        setText(next);
        const read = readWebhook(kind, next);
        if (read !== undefined) onRead(read);
      }}
    />
  );
}

export function SettingsFields({
  kind,
  typed,
  secretsSet,
  wrong,
  onChange,
}: {
  readonly kind: ChannelKind;
  readonly typed: Typed;
  readonly secretsSet: readonly string[];
  /** Members whose text is not of the expected form. */
  readonly wrong: readonly string[];
  readonly onChange: (typed: Typed) => void;
}) {
  const { t } = useTranslation();
  const hasWebhook = WEBHOOK_EXAMPLES[kind] !== undefined;
  const fields = CONNECTION_FIELDS[kind];
  // What comes out of the pasted address need not be looked at.
  const isAside = (field: ConnectionField): boolean =>
    field.advanced === true || (hasWebhook && field.required === true);
  const show = (field: ConnectionField) => (
    <SettingField
      key={field.name}
      field={field}
      value={typed[field.name] ?? ''}
      isSet={secretsSet.includes(field.name)}
      wrong={wrong.includes(field.name)}
      onChange={(value) => onChange({ ...typed, [field.name]: value })}
    />
  );
  const aside = fields.filter(isAside);
  return (
    <>
      {hasWebhook && <WebhookField kind={kind} onRead={(parts) => onChange({ ...typed, ...parts })} />}
      {fields.filter((field) => !isAside(field)).map(show)}
      {aside.length > 0 && (
        <Disclosure
          summary={t('connection.more_settings')}
          open={wrong.some((name) => aside.some((one) => one.name === name))}
        >
          <div className="grid gap-5 pt-2">{aside.map(show)}</div>
        </Disclosure>
      )}
    </>
  );
}
