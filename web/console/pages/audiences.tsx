/** Named groups of recipients to whom connected programs send. */
import { useState } from 'react';
import type { Audience } from '../../../src/model/api/audiences.ts';
import { useSession } from '../api/context.tsx';
import { type AudienceAct, AudienceCard } from '../audiences/audience-card.tsx';
import { AudienceDialog, MembersDialog, RemoveAudienceDialog, RenameDialog } from '../audiences/audience-dialogs.tsx';
import { useAudiences } from '../audiences/use-audiences.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';

type Doing = { readonly act: AudienceAct; readonly audience: Audience };

function ActDialog({ doing, onClose }: { readonly doing: Doing; readonly onClose: () => void }) {
  const about = { audience: doing.audience, onClose };
  if (doing.act === 'members') return <MembersDialog {...about} />;
  return doing.act === 'rename' ? <RenameDialog {...about} /> : <RemoveAudienceDialog {...about} />;
}

export function AudiencesPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  const [adding, setAdding] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const list = useAudiences();
  const mayChange = person.role === 'officer';
  const add = mayChange ? (
    <Button kind="primary" icon="new" onClick={() => setAdding(true)}>
      {t('audience.add')}
    </Button>
  ) : undefined;
  const all = list.data?.audiences ?? [];
  return (
    <Page title={t('nav.audiences')} lead={t('audience.lead')} action={all.length > 0 ? add : undefined}>
      {list.isPending && <Loading />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && (
        <Empty title={t('audience.empty')} action={add}>
          {t('audience.empty_hint')}
        </Empty>
      )}
      <ul className="grid gap-4 empty:hidden">
        {all.map((audience) => (
          <li key={audience.id}>
            <AudienceCard audience={audience} onAct={mayChange ? (act) => setDoing({ act, audience }) : undefined} />
          </li>
        ))}
      </ul>
      {adding && <AudienceDialog onClose={() => setAdding(false)} />}
      {doing !== null && <ActDialog doing={doing} onClose={() => setDoing(null)} />}
    </Page>
  );
}
