/** One group: how many, where they are, who, and which programs send to it. */
import { Link } from '@tanstack/react-router';
import type { Audience } from '../../../src/model/api/audiences.ts';
import { cityName, placeName } from '../i18n/places.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Tag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';

export type AudienceAct = 'members' | 'rename' | 'remove';

/** Where the members are, in words: to which laws what is sent there becomes readable. */
export function Places({ places }: Pick<Audience, 'places'>) {
  const translation = useTranslation();
  const { t, format } = translation;
  return (
    <ul aria-label={t('audience.places')} className="flex flex-wrap gap-1.5 empty:hidden">
      {places.map(({ jurisdiction, members }) => (
        <li key={jurisdiction}>
          <Tag>
            {placeName(translation, jurisdiction)}
            <span className="text-soft">× {format.number(members)}</span>
          </Tag>
        </li>
      ))}
    </ul>
  );
}

function Members({ members }: Pick<Audience, 'members'>) {
  const translation = useTranslation();
  const { t } = translation;
  const where = (one: Audience['members'][number]) =>
    [placeName(translation, one.jurisdiction), cityName(translation, one.city)]
      .filter((part) => part !== null)
      .join(' · ');
  return (
    <Disclosure summary={t('audience.show_members')}>
      <ul className="grid gap-2">
        {members.map((one) => (
          <li key={one.recipientId} className="min-w-0 break-words">
            <span className="font-medium">{one.name}</span> · {one.organisation}
            <span className="block text-soft">{where(one)}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function Programs({ doors }: Pick<Audience, 'doors'>) {
  const { t } = useTranslation();
  if (doors.length === 0) return <p className="text-sm text-soft">{t('audience.no_doors')}</p>;
  return (
    <p className="text-sm text-soft">
      {t('audience.doors')}{' '}
      {doors.map((door, at) => (
        <span key={door.id}>
          {at > 0 && t('audience.comma')}
          <Link to="/programs/$id" params={{ id: door.id }} className="text-accent underline underline-offset-2">
            {door.name}
          </Link>
        </span>
      ))}
    </p>
  );
}

export function AudienceCard({
  audience,
  onAct,
}: {
  readonly audience: Audience;
  /** Left out for whoever only reads. */
  readonly onAct: ((act: AudienceAct) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { name, members, places, doors } = audience;
  const button = (act: AudienceAct, text: string, disabled = false) => (
    <Button aria-label={`${text}: ${name}`} disabled={disabled} onClick={() => onAct?.(act)}>
      {text}
    </Button>
  );
  return (
    <section aria-label={name} className="grid gap-3 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="grid min-w-0 gap-2">
          <h2 className="text-base font-semibold break-words">{name}</h2>
          <p className="text-sm">{t('audience.count', { n: members.length })}</p>
          <Places places={places} />
        </div>
        {onAct !== undefined && (
          <div className="flex flex-wrap gap-2">
            {button('members', t('audience.change'))}
            {button('rename', t('audience.rename'))}
            {button('remove', t('audience.remove'), doors.length > 0)}
          </div>
        )}
      </div>
      <Programs doors={doors} />
      {members.length > 0 && <Members members={members} />}
    </section>
  );
}
