/** Looks at what is somebody's, the newest first: a table where there is room, cards on a phone. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Access } from '../../../src/model/api/accesses.ts';
import { placeName } from '../i18n/places.ts';
import { type Translation, useTranslation } from '../i18n/translate.tsx';

function whoText({ t }: Translation, { who }: Access): string {
  if (who.self) return t('accesses.self');
  if (who.kind === 'system') return t('accesses.system');
  const office = who.role === null ? t('accesses.recipient') : t(`role.${who.role}`);
  return `${who.name} · ${office}`;
}

function Why({ access }: { readonly access: Access }) {
  const { t } = useTranslation();
  const { purpose, reason, decision } = access;
  const decided = decision === 'allow' || decision === 'held' || decision === 'refused' ? decision : null;
  const first =
    purpose !== null
      ? t(`look.purpose.${purpose}`)
      : decided === null
        ? t('accesses.why.duty')
        : t('accesses.why.decided', { outcome: t(`outcome.${decided}`) });
  return (
    <>
      <p>{first}</p>
      {reason !== '' && <p className="break-words whitespace-pre-wrap text-soft">{reason}</p>}
    </>
  );
}

function What({ access }: { readonly access: Access }) {
  const { t } = useTranslation();
  const { kind, transfer } = access;
  return (
    <>
      <p>{t(`accesses.kind.${kind}`)}</p>
      {transfer !== null && (
        <Link
          to="/transfers/$id"
          params={{ id: transfer.id }}
          className="font-mono text-[0.8125rem] text-accent hover:underline"
        >
          {transfer.reference}
        </Link>
      )}
    </>
  );
}

function When({ access, mayReadLog }: { readonly access: Access; readonly mayReadLog: boolean }) {
  const { t, format } = useTranslation();
  const { at, logIndex } = access;
  return (
    <>
      <time dateTime={at}>{format.dateTime(at)}</time>
      <p className="text-[0.8125rem] text-soft">
        {logIndex === null ? (
          t('accesses.pending')
        ) : mayReadLog ? (
          <Link to="/log" search={{ index: logIndex }} className="text-accent underline underline-offset-2">
            {t('accesses.entry', { index: logIndex })}
          </Link>
        ) : (
          t('accesses.entry', { index: logIndex })
        )}
      </p>
    </>
  );
}

type ListProps = { readonly accesses: readonly Access[]; readonly mayReadLog: boolean };

function Table({ accesses, mayReadLog }: ListProps) {
  const translation = useTranslation();
  const { t } = translation;
  const head = (id: 'when' | 'who' | 'what' | 'where' | 'why', width: string): ReactNode => (
    <th scope="col" className={`${width} px-3 py-3 font-medium first:pl-5 last:pr-5`}>
      {t(`accesses.col.${id}`)}
    </th>
  );
  return (
    <div className="hidden overflow-hidden rounded-2xl border border-line bg-surface shadow-card md:block">
      <table className="w-full table-fixed text-left text-sm">
        <thead className="border-b border-line text-[0.8125rem] text-soft">
          <tr>
            {head('when', 'w-[20%]')}
            {head('who', 'w-[20%]')}
            {head('what', 'w-[24%]')}
            {head('where', 'w-[12%]')}
            {head('why', 'w-[24%]')}
          </tr>
        </thead>
        <tbody>
          {accesses.map((access) => (
            <tr key={access.no} className="border-b border-line align-top last:border-0">
              <td className="py-3 pr-3 pl-5">
                <When access={access} mayReadLog={mayReadLog} />
              </td>
              <td className="px-3 py-3 break-words">{whoText(translation, access)}</td>
              <td className="px-3 py-3">
                <What access={access} />
              </td>
              <td className="px-3 py-3">{placeName(translation, access.place)}</td>
              <td className="py-3 pr-5 pl-3">
                <Why access={access} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cards({ accesses, mayReadLog }: ListProps) {
  const translation = useTranslation();
  return (
    <ul className="grid gap-3 md:hidden">
      {accesses.map((access) => (
        <li key={access.no} className="grid gap-2 rounded-2xl border border-line bg-surface p-4 text-sm shadow-card">
          <div className="font-medium">
            <What access={access} />
          </div>
          <p>
            {whoText(translation, access)} · {placeName(translation, access.place)}
          </p>
          <div>
            <Why access={access} />
          </div>
          <div>
            <When access={access} mayReadLog={mayReadLog} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export function AccessRows(props: ListProps) {
  return (
    <>
      <Table {...props} />
      <Cards {...props} />
    </>
  );
}
