/** What is due next, in the overview of those who answer for it. */
import { Link } from '@tanstack/react-router';
import { aboutText, DutyClock } from '../duties/duty-list.tsx';
import { useDuties } from '../duties/use-duties.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Section } from '../ui/page.tsx';
import { Failed, Loading } from '../ui/states.tsx';

const SHOWN = 4;

export function Due() {
  const translation = useTranslation();
  const { t } = translation;
  const list = useDuties('open');
  const duties = list.data?.duties ?? [];
  return (
    <Section title={t('duty.due_box')} hint={t('duty.due_box_hint')}>
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && duties.length === 0 && <p className="text-sm text-soft">{t('duty.empty')}</p>}
      {duties.length > 0 && (
        <>
          <ul className="-my-2 divide-y divide-line">
            {duties.slice(0, SHOWN).map((duty) => (
              <li key={duty.id}>
                <Link
                  to="/duties/$id"
                  params={{ id: duty.id }}
                  className="-mx-2 grid gap-x-4 gap-y-1.5 rounded-lg px-2 py-3 text-sm hover:bg-hover sm:grid-cols-[minmax(0,1fr)_auto]"
                >
                  <span className="grid min-w-0 gap-0.5">
                    <span className="font-medium">{duty.title}</span>
                    <span className="truncate text-[0.8125rem] text-soft">{aboutText(translation, duty)}</span>
                  </span>
                  <DutyClock duty={duty} />
                </Link>
              </li>
            ))}
          </ul>
          <p className="mt-3 text-sm">
            <Link to="/duties" className="text-accent underline underline-offset-2">
              {t('duty.all', { n: list.data?.counts.open ?? duties.length })}
            </Link>
          </p>
        </>
      )}
    </Section>
  );
}
