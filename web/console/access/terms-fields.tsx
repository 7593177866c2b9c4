/** The terms of a cell, a level or a new transfer as fields: each taken from the wider scope, without a limit, or as set here. */
import type { ReactNode } from 'react';
import {
  FACTORS,
  type Hours,
  PERMISSION_NAMES,
  type PermissionName,
  type TermName,
} from '../../../src/model/access-terms.ts';
import { RECIPIENT_KINDS } from '../../../src/model/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField, TextAreaField, TextField } from '../ui/field.tsx';
import { CheckList, PlaceList } from './list-fields.tsx';
import { badLineOf, type Mode, type TermsDraft } from './terms-draft.ts';
import { DAYS, factorName } from './terms-words.ts';

export type FieldName = TermName | 'daysMax';

type FieldsProps = {
  readonly draft: TermsDraft;
  readonly onChange: (change: Partial<TermsDraft>) => void;
  /** What holds where nothing is set here, in words; null: nobody can tell yet. */
  readonly wider: (name: FieldName) => string | null;
  /** Words for "as the wider scope". */
  readonly inherit: string;
  readonly inheritNow: (value: string) => string;
  /** Fields that cannot be used as they are. */
  readonly problems: readonly (keyof TermsDraft)[];
};

/** A field of its own only where one is set here. */
function Limited({
  name,
  label,
  mode,
  modes,
  onMode,
  fields,
  children,
}: {
  readonly name: FieldName;
  readonly label: string;
  readonly mode: Mode;
  readonly modes: readonly { readonly value: Mode; readonly label: string }[];
  readonly onMode: (mode: Mode) => void;
  readonly fields: FieldsProps;
  readonly children: ReactNode;
}) {
  const wider = fields.wider(name);
  return (
    <div className="grid gap-3">
      <SelectField
        label={label}
        value={mode}
        options={[
          { value: 'inherit', label: wider === null ? fields.inherit : fields.inheritNow(wider) },
          ...modes.filter((one) => one.value !== 'inherit'),
        ]}
        onChange={onMode}
      />
      {mode === 'set' && <div className="border-l-2 border-line pl-4">{children}</div>}
    </div>
  );
}

function useModes() {
  const { t } = useTranslation();
  const any = { value: 'any', label: t('access.edit.no_limit') } as const;
  return {
    list: [any, { value: 'set', label: t('access.edit.only') }] as const,
    time: [any, { value: 'set', label: t('access.edit.at') }] as const,
    number: [any, { value: 'set', label: t('access.edit.number') }] as const,
    /** There is always a number of openings and proofs. */
    always: [{ value: 'set', label: t('access.edit.number') }] as const,
  };
}

export function PermissionField({
  draft,
  onChange,
  wider,
  inherit,
  inheritNow,
  label,
  offered = PERMISSION_NAMES,
}: FieldsProps & { readonly label?: string; readonly offered?: readonly PermissionName[] }) {
  const { t } = useTranslation();
  const value = wider('permission');
  const options = [
    { value: 'inherit' as const, label: value === null ? inherit : inheritNow(value) },
    ...offered.map((name) => ({ value: name, label: t(`access.perm.${name}`) })),
  ];
  return (
    <SelectField
      label={label ?? t('access.term.permission')}
      hint={draft.permission === '' ? undefined : t(`access.perm.${draft.permission}_hint`)}
      value={draft.permission === '' ? 'inherit' : draft.permission}
      options={options}
      onChange={(next) => onChange({ permission: next === 'inherit' ? '' : next })}
    />
  );
}

type TextName = 'notBefore' | 'until' | 'opensMax' | 'daysMax' | 'devicesMax' | 'factorsMin';

/** A time or a number. */
function TextTerm({
  name,
  modes,
  fields,
  isTime = false,
}: {
  readonly name: TextName;
  readonly modes: readonly { readonly value: Mode; readonly label: string }[];
  readonly fields: FieldsProps;
  readonly isTime?: boolean;
}) {
  const { t } = useTranslation();
  const { draft, onChange } = fields;
  const { mode, value } = draft[name];
  const label = t(`access.term.${name}`);
  const range = RANGES[name];
  const isBad = fields.problems.includes(name);
  const said = range === undefined ? t('access.edit.time_bad') : t('common.range', range);
  return (
    <Limited
      name={name}
      label={label}
      mode={mode}
      modes={modes}
      fields={fields}
      onMode={(next) => onChange({ [name]: { mode: next, value } })}
    >
      <TextField
        label={label}
        hideLabel
        type={isTime ? 'datetime-local' : 'number'}
        inputMode={isTime ? undefined : 'numeric'}
        value={value}
        {...(range === undefined ? {} : { min: range.min, max: range.max })}
        error={isBad ? said : null}
        onChange={(next) => onChange({ [name]: { mode, value: next } })}
      />
    </Limited>
  );
}

const RANGES: Readonly<Partial<Record<TextName, { readonly min: number; readonly max: number }>>> = {
  opensMax: { min: 1, max: 100 },
  daysMax: { min: 1, max: 90 },
  devicesMax: { min: 1, max: 20 },
  factorsMin: { min: 2, max: 5 },
};

/** When and how often. `level`: a template has no dates of its own. */
export function TimeFields({ fields, level = false }: { readonly fields: FieldsProps; readonly level?: boolean }) {
  const modes = useModes();
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {level ? (
        <TextTerm name="daysMax" modes={modes.number} fields={fields} />
      ) : (
        <>
          <TextTerm name="notBefore" modes={modes.time} fields={fields} isTime />
          <TextTerm name="until" modes={modes.time} fields={fields} isTime />
        </>
      )}
      <TextTerm name="opensMax" modes={modes.always} fields={fields} />
    </div>
  );
}

function HoursFields({ hours, onChange }: { readonly hours: Hours; readonly onChange: (hours: Hours) => void }) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-3">
      <CheckList
        label={t('access.days_label')}
        chosen={hours.days}
        options={DAYS.map((value) => ({ value, label: t(`access.days.${value}`) }))}
        onChange={(days) => onChange({ ...hours, days: [...days] })}
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t('access.edit.from')}
          type="time"
          value={hours.from}
          onChange={(from) => onChange({ ...hours, from })}
        />
        <TextField
          label={t('access.edit.to')}
          type="time"
          value={hours.to}
          onChange={(to) => onChange({ ...hours, to })}
        />
      </div>
      <TextField
        label={t('access.edit.zone')}
        value={hours.zone}
        autoComplete="off"
        onChange={(zone) => onChange({ ...hours, zone })}
      />
    </div>
  );
}

/** Where, on what, when in the week, as whom and with which proofs. */
export function LimitFields({ fields }: { readonly fields: FieldsProps }) {
  const { t } = useTranslation();
  const modes = useModes();
  const { draft, onChange } = fields;
  const badLine = draft.networks.mode === 'set' ? badLineOf(draft.networks.value) : null;
  const limited = (name: 'countries' | 'networks' | 'hours' | 'kinds', children: ReactNode) => (
    <Limited
      name={name}
      label={t(`access.term.${name}`)}
      mode={draft[name].mode}
      modes={modes.list}
      fields={fields}
      onMode={(mode) => onChange({ [name]: { ...draft[name], mode } })}
    >
      {children}
    </Limited>
  );
  return (
    <div className="grid gap-4">
      {limited(
        'countries',
        <PlaceList
          places={draft.countries.value}
          onChange={(value) => onChange({ countries: { mode: 'set', value } })}
        />,
      )}
      {limited(
        'networks',
        <TextAreaField
          label={t('access.term.networks')}
          hideLabel
          hint={t('access.edit.networks_hint')}
          spellCheck={false}
          value={draft.networks.value}
          error={badLine === null ? null : t('access.edit.networks_bad', { n: badLine })}
          onChange={(value) => onChange({ networks: { mode: 'set', value } })}
        />,
      )}
      <TextTerm name="devicesMax" modes={modes.number} fields={fields} />
      {limited(
        'hours',
        <HoursFields hours={draft.hours.value} onChange={(value) => onChange({ hours: { mode: 'set', value } })} />,
      )}
      {limited(
        'kinds',
        <CheckList
          label={t('access.term.kinds')}
          chosen={draft.kinds.value}
          options={RECIPIENT_KINDS.map((value) => ({ value, label: t(`recipient_kind.${value}`) }))}
          onChange={(value) => onChange({ kinds: { mode: 'set', value } })}
        />,
      )}
    </div>
  );
}

/** How somebody proves who he is, and what pages give away beside their picture. */
export function ProofFields({ fields }: { readonly fields: FieldsProps }) {
  const translation = useTranslation();
  const { t } = translation;
  const modes = useModes();
  const { draft, onChange, wider, inherit, inheritNow } = fields;
  const flag = (name: 'search' | 'textLayer') => {
    const value = wider(name);
    return (
      <SelectField
        label={t(`access.term.${name}`)}
        value={draft[name]}
        options={[
          { value: 'inherit', label: value === null ? inherit : inheritNow(value) },
          { value: 'yes', label: t('access.edit.yes') },
          { value: 'no', label: t('access.edit.no') },
        ]}
        onChange={(next) => onChange({ [name]: next })}
      />
    );
  };
  return (
    <div className="grid gap-4">
      <TextTerm name="factorsMin" modes={modes.always} fields={fields} />
      <Limited
        name="factors"
        label={t('access.term.factors')}
        mode={draft.factors.mode}
        modes={modes.list}
        fields={fields}
        onMode={(mode) => onChange({ factors: { ...draft.factors, mode } })}
      >
        <CheckList
          label={t('access.term.factors')}
          chosen={draft.factors.value}
          options={FACTORS.filter((one) => one !== 'notice').map((value) => ({
            value,
            label: factorName(translation, value),
          }))}
          onChange={(value) => onChange({ factors: { mode: 'set', value } })}
        />
      </Limited>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {flag('search')}
        {flag('textLayer')}
      </div>
    </div>
  );
}

/** All of them: the ordinary ones in sight, the rest one click away, open where one of them is set. */
export function TermsFields({ level = false, ...fields }: FieldsProps & { readonly level?: boolean }) {
  const { t } = useTranslation();
  const { countries, networks, devicesMax, hours, kinds, factorsMin, factors, search, textLayer } = fields.draft;
  const isSet =
    [countries, networks, devicesMax, hours, kinds, factorsMin, factors].some((one) => one.mode !== 'inherit') ||
    search !== 'inherit' ||
    textLayer !== 'inherit';
  return (
    <>
      <PermissionField {...fields} />
      <TimeFields fields={fields} level={level} />
      <Disclosure summary={t('access.edit.more')} open={isSet}>
        <div className="grid gap-4 pt-2">
          <LimitFields fields={fields} />
          <ProofFields fields={fields} />
        </div>
      </Disclosure>
    </>
  );
}
