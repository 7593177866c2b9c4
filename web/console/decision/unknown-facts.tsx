/** What nobody has said yet, each with what to do about it. Rules take the unknown for the strictest case. */
import { Link } from '@tanstack/react-router';
import { isOfEntity, statedFactOf } from '../basis/stated.ts';
import { factName } from '../i18n/facts.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { unknownFacts } from './remedy.ts';

function WhatToDo({
  name,
  onRemedy,
}: {
  readonly name: string;
  readonly onRemedy: ((remedy: string) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  if (isOfEntity(name)) {
    return (
      <span>
        {t('unknown.entity')}{' '}
        <Link to="/records" hash="entities" className="text-accent underline underline-offset-2">
          {t('nav.records')}
        </Link>
      </span>
    );
  }
  if (statedFactOf(name) === null) return <span>{t('unknown.other')}</span>;
  if (onRemedy === undefined) return <span>{t('unknown.state_hint')}</span>;
  return (
    <Button icon="new" onClick={() => onRemedy(`fact:${name}`)}>
      {t('unknown.state')}
      <span className="sr-only">: {factName(translation, name)}</span>
    </Button>
  );
}

export function UnknownFacts({
  names,
  onRemedy,
}: {
  readonly names: readonly string[];
  readonly onRemedy: ((remedy: string) => void) | undefined;
}) {
  const translation = useTranslation();
  const { t } = translation;
  const shown = unknownFacts(names);
  if (shown.length === 0) return null;
  return (
    <Callout tone="wait" title={t('unknown.title')}>
      <p>{t('unknown.lead')}</p>
      <ul className="mt-2 grid gap-2">
        {shown.map((name) => (
          <li key={name} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            <span className="font-medium">{factName(translation, name)}</span>
            <WhatToDo name={name} onRemedy={onRemedy} />
          </li>
        ))}
      </ul>
    </Callout>
  );
}
