/** What is on record: bases, contracts, filings, assessments, approvals. What the answer asks for stands first. */
import type { ReactNode } from 'react';
import { APPROVALS, ASSESSMENTS, CONTRACTS, FILINGS, LEGAL_BASES } from '../../../src/model/facts.ts';
import { factAt, withFact } from '../../../src/policy/situations.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { remedyText } from '../decision/remedy.ts';
import { CheckField } from '../ui/choice.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { FactProps } from './fact-fields.tsx';
import { FactPlace } from './field-place.tsx';

type Props = FactProps & {
  /** Remedies of the answer: they are listed first. */
  readonly suggested: readonly string[];
};

const GROUPS = [
  { fact: 'basis', remedy: 'basis', names: LEGAL_BASES },
  { fact: 'contract', remedy: 'contract', names: CONTRACTS },
  { fact: 'filing', remedy: 'filing', names: FILINGS },
  { fact: 'pia', remedy: 'pia', names: ASSESSMENTS },
  { fact: 'approvals', remedy: 'approval', names: APPROVALS },
] as const;

function Group({ fact, children }: { readonly fact: (typeof GROUPS)[number]['fact']; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <FactPlace fact={fact}>
      <fieldset className="grid gap-1">
        <legend className="text-sm font-medium">{t(`fact.${fact}`)}</legend>
        {children}
      </fieldset>
    </FactPlace>
  );
}

function isOnRecord({ facts }: Props, fact: string, name: string): boolean {
  const value = factAt(facts, fact);
  return Array.isArray(value) ? value.includes(name) : factAt(facts, `${fact}.${name}`) !== undefined;
}

/** Bases and approvals are lists, the others records by name. */
function recorded(props: Props, fact: string, name: string, on: boolean): void {
  const { facts, onChange } = props;
  if (fact !== 'basis' && fact !== 'approvals') {
    onChange(withFact(facts, `${fact}.${name}`, on ? {} : undefined));
    return;
  }
  const value = factAt(facts, fact);
  const others = Array.isArray(value) ? value.filter((one) => one !== name) : [];
  onChange(withFact(facts, fact, on ? [...others, name] : others));
}

export function RecordFields(props: Props) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <div className="grid gap-4">
      {GROUPS.map(({ fact, remedy, names }) => {
        const isFirst = (name: string) =>
          props.suggested.includes(`${remedy}:${name}`) || isOnRecord(props, fact, name);
        const row = (name: string) => (
          <CheckField
            key={name}
            label={remedyText(translation, `${remedy}:${name}`)}
            checked={isOnRecord(props, fact, name)}
            onChange={(on) => recorded(props, fact, name, on)}
          />
        );
        const [first, others] = [names.filter(isFirst), names.filter((name) => !isFirst(name))];
        return (
          <Group key={fact} fact={fact}>
            {first.map(row)}
            {others.length > 0 && <Disclosure summary={t('whatif.others')}>{others.map(row)}</Disclosure>}
          </Group>
        );
      })}
      <FactPlace fact="necessary">
        <CheckField
          label={t('fact.necessary')}
          hint={t('basis.necessary_hint')}
          checked={props.facts.necessary === true}
          onChange={(on) => props.onChange(withFact(props.facts, 'necessary', on ? true : undefined))}
        />
      </FactPlace>
    </div>
  );
}
