/** Lists without names, and the tables that lead back. */
import { useTranslation } from '../i18n/translate.tsx';
import { MakeList } from '../pseudonyms/make-list.tsx';
import { TableCard } from '../pseudonyms/table-card.tsx';
import { usePseudonyms } from '../pseudonyms/use-pseudonyms.ts';
import { pseudonymsRoute } from '../routes.tsx';
import { Page, Section } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

export function PseudonymsPage() {
  const { t } = useTranslation();
  const { upload } = pseudonymsRoute.useSearch();
  const lists = usePseudonyms();
  return (
    <Page title={t('nav.pseudonyms')} lead={t('pseudonyms.lead')}>
      <div className="grid min-w-0 gap-5">
        <MakeList given={upload} />
        <Section title={t('pseudonyms.lists')}>
          {lists.isPending && <Loading lines={3} />}
          {lists.isError && <Failed error={lists.error} retry={() => void lists.refetch()} />}
          {lists.data?.tables.length === 0 && <Empty title={t('pseudonyms.empty')}>{t('pseudonyms.empty_hint')}</Empty>}
          {lists.data !== undefined && lists.data.tables.length > 0 && (
            <ul className="grid gap-4">
              {lists.data.tables.map((one) => (
                <TableCard key={one.id} one={one} />
              ))}
            </ul>
          )}
        </Section>
      </div>
    </Page>
  );
}
