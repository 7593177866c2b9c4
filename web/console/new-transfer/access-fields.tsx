/** What recipients may do, chosen with the transfer: look or take along, and further limits for whoever wants them. */
import { LimitFields, PermissionField, ProofFields } from '../access/terms-fields.tsx';
import { problemsIn, type TermsDraft } from '../access/terms-draft.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Disclosure } from '../ui/disclosure.tsx';

export function AccessFields({
  draft,
  onChange,
}: {
  readonly draft: TermsDraft;
  readonly onChange: (change: TermsDraft) => void;
}) {
  const { t } = useTranslation();
  const fields = {
    draft,
    onChange: (change: Partial<TermsDraft>) => onChange({ ...draft, ...change }),
    // What the level will be is known only when everything is written.
    wider: () => null,
    inherit: t('access.new.as_allowed'),
    inheritNow: (value: string) => value,
    problems: problemsIn(draft, 0),
  };
  return (
    <div className="grid gap-2">
      <PermissionField {...fields} label={t('access.new.permission')} offered={['view', 'download']} />
      <Disclosure summary={t('access.new.more')}>
        <div className="grid gap-4 pt-2">
          <LimitFields fields={fields} />
          <ProofFields fields={fields} />
        </div>
      </Disclosure>
    </div>
  );
}
