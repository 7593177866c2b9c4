/** What is done with one column or one kind of value. */
import { OPERATORS, type Operator } from '../../../src/model/pseudonyms.ts';
import { FINDING_TYPES } from '../../../src/model/classification.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { SelectField } from '../ui/field.tsx';

/** The kind of a column in words. */
export function typeWord({ t }: Translation, type: string): string {
  const known = FINDING_TYPES.find((one) => one === type);
  return known === undefined ? t('pseudonyms.other') : t(`finding.${known}`);
}

export function countWords(translation: Translation, counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([type, count]) => `${typeWord(translation, type)} ${count}`);
  return parts.length === 0 ? translation.t('pseudonyms.nothing') : parts.join(' · ');
}

export function OperatorField({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: Operator;
  readonly onChange: (operator: Operator) => void;
}) {
  const { t } = useTranslation();
  return (
    <SelectField
      label={t('pseudonyms.operator_of', { name })}
      hideLabel
      value={value}
      options={OPERATORS.map((one) => ({ value: one, label: t(`pseudonyms.operator.${one}`) }))}
      onChange={onChange}
    />
  );
}
