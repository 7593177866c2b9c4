/** What a program has to prove, and how much it may send. */
import { useTranslation } from '../i18n/translate.tsx';
import { Callout } from '../ui/callout.tsx';
import { CheckField } from '../ui/choice.tsx';
import { TextAreaField, TextField } from '../ui/field.tsx';
import { isBetween, isGuarded } from './door-draft.ts';
import type { FieldProps } from './route-fields.tsx';

export function SecurityFields({ draft, set }: Omit<FieldProps, 'connections'>) {
  const { t } = useTranslation();
  const isRobot = draft.kind === 'robot';
  return (
    <fieldset className="grid gap-4">
      <legend className="text-sm font-medium">{t('door.security')}</legend>
      {isRobot && (
        <CheckField
          label={t('door.signed')}
          hint={t('door.signed_hint')}
          checked={draft.signed}
          onChange={(signed) => set({ signed })}
        />
      )}
      <TextAreaField
        label={t('door.networks')}
        hint={t('door.networks_hint')}
        rows={2}
        spellCheck={false}
        value={draft.networks}
        onChange={(networks) => set({ networks })}
      />
      {isRobot && (
        <TextAreaField
          label={t('door.keywords')}
          hint={t('door.keywords_hint')}
          rows={2}
          value={draft.keywords}
          onChange={(keywords) => set({ keywords })}
        />
      )}
      <TextField
        label={t('door.per_minute')}
        hint={t('common.range', { min: 1, max: 6000 })}
        inputMode="numeric"
        error={isBetween(draft.perMinute, 1, 6000) ? null : t('door.number_wrong')}
        value={draft.perMinute}
        onChange={(perMinute) => set({ perMinute })}
      />
      {!isGuarded(draft) && <Callout tone="stop" title={t('door.unguarded')} />}
    </fieldset>
  );
}
