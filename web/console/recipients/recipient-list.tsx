/** Partners as people compare them: a table where there is room, cards on a phone. */
import type { Recipient } from '../../../src/model/api/recipients.ts';
import { LANGUAGE_NAMES } from '../i18n/locale.ts';
import { cityName, placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';
import { Contact } from './contact.tsx';
import { type KnownFactors, OwnFactors } from './factors.tsx';
import type { Identities } from './identities-dialog.tsx';

/** `Mainland China · Zhuhai`. */
export function whereOf(translation: Translation, { jurisdiction, city }: Recipient): string {
  return [placeName(translation, jurisdiction), cityName(translation, city)]
    .filter((part) => part !== null)
    .join(' · ');
}

export type ListProps = {
  readonly rows: readonly Recipient[];
  readonly identities: Identities;
  readonly onIdentities: (recipient: Recipient) => void;
  readonly factors: KnownFactors;
  readonly onReset: (recipient: Recipient) => void;
};

function Reached({
  recipient,
  identities,
  onIdentities,
  factors,
  onReset,
}: Omit<ListProps, 'rows'> & { readonly recipient: Recipient }) {
  const { t } = useTranslation();
  return (
    <div className="min-w-0 break-words">
      <Contact recipient={recipient} />
      {identities
        .filter((one) => one.recipientId === recipient.id)
        .map(({ vendor, providerId }) => (
          <p key={vendor} className="text-soft">
            {t(`identity.vendor.${vendor}`)}: {providerId}
          </p>
        ))}
      <button
        type="button"
        aria-label={`${t('identity.edit')}: ${recipient.name}`}
        onClick={() => onIdentities(recipient)}
        className="inline-flex min-h-touch items-center text-accent underline underline-offset-2 sm:min-h-9"
      >
        {t('identity.edit')}
      </button>
      <OwnFactors recipient={recipient} known={factors} onReset={onReset} />
    </div>
  );
}

function Table({ rows, ...contact }: ListProps) {
  const translation = useTranslation();
  const { t } = translation;
  const head = 'px-3 py-3 font-medium first:pl-5 last:pr-5';
  return (
    <div className="hidden overflow-hidden rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            <th scope="col" className={`w-[28%] ${head}`}>
              {t('recipients.col.who')}
            </th>
            <th scope="col" className={`w-[18%] ${head}`}>
              {t('recipients.col.where')}
            </th>
            <th scope="col" className={`w-[22%] ${head}`}>
              {t('recipient.kind')}
            </th>
            <th scope="col" className={`w-[22%] ${head}`}>
              {t('recipients.col.contact')}
            </th>
            <th scope="col" className={`w-[10%] ${head}`}>
              {t('recipients.col.locale')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((recipient) => (
            <tr key={recipient.id} className="border-b border-line align-top last:border-0">
              <th scope="row" className="py-3 pr-3 pl-5 font-normal">
                <p className="font-medium">{recipient.name}</p>
                <p className="text-soft">{recipient.organisation}</p>
              </th>
              <td className="px-3 py-3">{whereOf(translation, recipient)}</td>
              <td className="px-3 py-3">{t(`recipient_kind.${recipient.kind}`)}</td>
              <td className="px-3 py-3">
                <Reached recipient={recipient} {...contact} />
              </td>
              <td className="py-3 pr-5 pl-3">{LANGUAGE_NAMES[recipient.locale]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ rows, ...contact }: ListProps) {
  const translation = useTranslation();
  const { t } = translation;
  return (
    <ul className="grid gap-3 md:hidden">
      {rows.map((recipient) => (
        <li key={recipient.id} className="grid gap-2 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <div>
            <p className="font-medium">{recipient.name}</p>
            <p className="text-soft">{recipient.organisation}</p>
          </div>
          <p>
            {whereOf(translation, recipient)}
            <span className="block text-soft">{t(`recipient_kind.${recipient.kind}`)}</span>
          </p>
          <Reached recipient={recipient} {...contact} />
          <p className="text-[0.8125rem] text-soft">
            {t('recipients.notices_in', { language: LANGUAGE_NAMES[recipient.locale] })}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function RecipientList(props: ListProps) {
  return (
    <>
      <Table {...props} />
      <Cards {...props} />
    </>
  );
}
