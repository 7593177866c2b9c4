/** Who can sign in: role and state in words, and what can be done with each. */
import { useTranslation } from '../i18n/translate.tsx';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import type { StaffMember } from './confirm-dialog.tsx';

const TONE: Readonly<Record<StaffMember['state'], Tone>> = {
  invited: 'wait',
  enrolling: 'wait',
  active: 'good',
  disabled: 'calm',
};

function Person({
  person,
  self,
  onRenew,
  onDisable,
}: {
  readonly person: StaffMember;
  readonly self: boolean;
  readonly onRenew: () => void;
  readonly onDisable: () => void;
}) {
  const { t, format } = useTranslation();
  const unfinished = person.state === 'invited' || person.state === 'enrolling';
  return (
    <li className="grid gap-x-4 gap-y-3 px-4 py-4 text-sm sm:px-6 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1.1fr)_auto] lg:items-center">
      <div className="min-w-0">
        <p className="font-medium">
          {person.name}
          {self && <span className="font-normal text-soft"> · {t('people.you')}</span>}
        </p>
        <p className="break-words text-soft">{person.email}</p>
      </div>
      <p>{t(`role.${person.role}`)}</p>
      <div>
        <Badge tone={TONE[person.state]}>{t(`staff.state.${person.state}`)}</Badge>
        <p className="mt-0.5 text-[0.8125rem] text-soft">
          {t('people.since', { date: format.date(person.createdAt) })}
        </p>
      </div>
      <div className="flex flex-wrap gap-2 lg:min-w-52 lg:justify-end">
        {unfinished && (
          <Button icon="key" aria-label={`${t('people.renew')}: ${person.name}`} onClick={onRenew}>
            {t('people.renew')}
          </Button>
        )}
        {!self && person.state !== 'disabled' && (
          <Button aria-label={`${t('people.disable')}: ${person.name}`} onClick={onDisable}>
            {t('people.disable')}
          </Button>
        )}
      </div>
    </li>
  );
}

export function PeopleList({
  staff,
  selfId,
  onRenew,
  onDisable,
}: {
  readonly staff: readonly StaffMember[];
  readonly selfId: string;
  readonly onRenew: (person: StaffMember) => void;
  readonly onDisable: (person: StaffMember) => void;
}) {
  // Those without access at the end: they are kept for the record, not for work.
  const ordered = [...staff].sort((a, b) => Number(a.state === 'disabled') - Number(b.state === 'disabled'));
  return (
    <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-card">
      {ordered.map((person) => (
        <Person
          key={person.id}
          person={person}
          self={person.id === selfId}
          onRenew={() => onRenew(person)}
          onDisable={() => onDisable(person)}
        />
      ))}
    </ul>
  );
}
