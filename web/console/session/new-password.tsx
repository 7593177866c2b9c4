/** A new password, visible on demand: length is all that counts, so seeing it beats typing it twice. */
import { useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { CheckField } from '../ui/choice.tsx';
import { TextField } from '../ui/field.tsx';

export const PASSWORD_MIN = 12;

export function NewPassword({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <div>
      <TextField
        label={t('password.new')}
        hint={t('password.hint', { min: PASSWORD_MIN })}
        type={shown ? 'text' : 'password'}
        autoComplete="new-password"
        minLength={PASSWORD_MIN}
        maxLength={128}
        required
        value={value}
        onChange={onChange}
      />
      <CheckField label={t('password.show')} checked={shown} onChange={setShown} />
    </div>
  );
}
