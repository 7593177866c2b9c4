/** The three steps of the set-up, each a few fields. */
import type { SetupRequest } from '../../../src/model/api/staff.ts';
import { LANGUAGE_NAMES, LOCALES, type Locale } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { cityOf, type Place, PlaceFields } from '../ui/place-fields.tsx';
import { NewPassword } from './new-password.tsx';

export const SETUP_STEPS = ['organisation', 'entity', 'officer'] as const;

export type SetupDraft = {
  readonly organisation: string;
  readonly locale: Locale;
  readonly entity: string;
  readonly place: Place;
  readonly name: string;
  readonly email: string;
  readonly password: string;
};

export function setupRequestOf(token: string, draft: SetupDraft): SetupRequest {
  return {
    token,
    organisation: { name: draft.organisation.trim(), locale: draft.locale },
    legalEntity: { name: draft.entity.trim(), jurisdiction: draft.place.jurisdiction, city: cityOf(draft.place) },
    officer: { name: draft.name.trim(), email: draft.email.trim(), password: draft.password },
  };
}

type StepProps = { readonly draft: SetupDraft; readonly onChange: (draft: SetupDraft) => void };

function OrganisationStep({ draft, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('setup.organisation')}
        hint={t('setup.organisation_hint')}
        required
        maxLength={200}
        autoComplete="organization"
        value={draft.organisation}
        onChange={(organisation) => onChange({ ...draft, organisation })}
      />
      <SelectField
        label={t('setup.locale')}
        hint={t('setup.locale_hint')}
        value={draft.locale}
        options={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(locale) => onChange({ ...draft, locale })}
      />
    </>
  );
}

function EntityStep({ draft, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('setup.entity')}
        hint={t('setup.entity_hint')}
        required
        maxLength={200}
        value={draft.entity}
        onChange={(entity) => onChange({ ...draft, entity })}
      />
      <PlaceFields
        hint={t('setup.entity_place_hint')}
        value={draft.place}
        onChange={(place) => onChange({ ...draft, place })}
      />
    </>
  );
}

function OfficerStep({ draft, onChange }: StepProps) {
  const { t } = useTranslation();
  return (
    <>
      <p className="text-sm text-soft">{t('setup.officer_lead')}</p>
      <TextField
        label={t('setup.officer_name')}
        required
        maxLength={200}
        autoComplete="name"
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
      />
      <TextField
        label={t('signin.email')}
        type="email"
        required
        autoComplete="username"
        value={draft.email}
        onChange={(email) => onChange({ ...draft, email })}
      />
      <NewPassword value={draft.password} onChange={(password) => onChange({ ...draft, password })} />
    </>
  );
}

const STEPS = { organisation: OrganisationStep, entity: EntityStep, officer: OfficerStep } as const;

export function SetupStep({ step, ...props }: StepProps & { readonly step: (typeof SETUP_STEPS)[number] }) {
  const Step = STEPS[step];
  return <Step {...props} />;
}
