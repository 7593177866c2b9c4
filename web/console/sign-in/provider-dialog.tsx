/** Adds a place to sign in, or changes one; the secret is typed and never shown. */
import { useState } from 'react';
import { PROVIDER_KINDS, type ProviderKind, providerKindSchema } from '../../../src/model/api/open-factors.ts';
import type { ProviderView } from '../../../src/model/api/sign-in-providers.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { Failed } from '../ui/states.tsx';
import { useToast } from '../ui/toast.tsx';
import { missingOf, PROVIDER_FIELDS, type ProviderField, settingsOf, type Typed, typedOf } from './fields.ts';
import { useProviderAct } from './use-providers.ts';

function Fields({
  kind,
  typed,
  keepsSecret,
  onChange,
}: {
  readonly kind: ProviderKind;
  readonly typed: Typed;
  readonly keepsSecret: boolean;
  readonly onChange: (typed: Typed) => void;
}) {
  const { t } = useTranslation();
  const show = ({ name, example, advanced }: ProviderField) => {
    const isSecret = name === 'clientSecret';
    const hint = name === 'moreHosts' ? t('provider.field.moreHosts_hint') : undefined;
    return (
      <TextField
        key={name}
        label={t(`provider.field.${name}`)}
        hint={isSecret && keepsSecret ? t('provider.secret_set') : hint}
        type={isSecret ? 'password' : 'text'}
        autoComplete={isSecret ? 'new-password' : 'off'}
        spellCheck={false}
        placeholder={example}
        required={advanced === undefined && !(isSecret && keepsSecret)}
        value={typed[name] ?? ''}
        onChange={(value) => onChange({ ...typed, [name]: value })}
      />
    );
  };
  const fields = PROVIDER_FIELDS[kind];
  return (
    <>
      {fields.filter((field) => field.advanced === undefined).map(show)}
      <Disclosure summary={t('provider.more')}>
        <div className="grid gap-5 pt-2">{fields.filter((field) => field.advanced === true).map(show)}</div>
      </Disclosure>
    </>
  );
}

export function ProviderDialog({
  provider,
  onClose,
}: {
  /** Null: a new one. */
  readonly provider: ProviderView | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const [kind, setKind] = useState<ProviderKind>(provider?.kind ?? 'oidc');
  const [label, setLabel] = useState(provider?.label ?? '');
  const [typed, setTyped] = useState<Typed>(() => typedOf(provider?.settings ?? {}));
  const keepsSecret = provider !== null;
  const save = useProviderAct<unknown>(
    (api) => {
      const body = { label: label.trim(), settings: settingsOf(kind, typed) };
      return provider === null
        ? api.factors.addProvider({ kind, ...body })
        : api.factors.changeProvider(provider.id, body);
    },
    () => {
      toast(t(provider === null ? 'provider.added' : 'provider.saved'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      wide
      title={provider === null ? t('provider.add') : t('provider.change_of', { label: provider.label })}
      onClose={onClose}
      action={t(provider === null ? 'provider.add_action' : 'provider.save')}
      busy={save.isPending}
      disabled={label.trim() === '' || missingOf(kind, typed, keepsSecret).length > 0}
      onSubmit={() => save.mutate()}
    >
      {provider === null && (
        <SelectField
          label={t('provider.kind')}
          value={kind}
          options={PROVIDER_KINDS.map((value) => ({ value, label: t(`provider.kind.${value}`) }))}
          onChange={(value) => {
            setKind(providerKindSchema.parse(value));
            setTyped({});
          }}
        />
      )}
      <TextField
        label={t('provider.label')}
        hint={t('provider.label_hint')}
        required
        maxLength={200}
        autoComplete="off"
        value={label}
        onChange={setLabel}
      />
      <Fields key={kind} kind={kind} typed={typed} keepsSecret={keepsSecret} onChange={setTyped} />
      {save.isError && <Failed error={save.error} />}
    </FormDialog>
  );
}

export function RemoveDialog({ provider, onClose }: { readonly provider: ProviderView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const remove = useProviderAct<unknown>(
    (api) => api.factors.actOnProvider(provider.id, 'remove'),
    () => {
      toast(t('provider.removed'));
      onClose();
    },
  );
  return (
    <FormDialog
      open
      title={t('provider.remove_of', { label: provider.label })}
      onClose={onClose}
      action={t('provider.remove')}
      actionKind="danger"
      busy={remove.isPending}
      onSubmit={() => remove.mutate()}
    >
      <p className="text-sm">{t('provider.remove_text')}</p>
      {remove.isError && <Failed error={remove.error} />}
    </FormDialog>
  );
}
