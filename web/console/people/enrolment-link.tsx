/** The one-time enrolment link, shown once. It is a key: whoever has it becomes this person. */
import type { InviteStaff } from '../../../src/model/api/staff.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Dialog } from '../ui/dialog.tsx';

export type IssuedLink = { readonly name: InviteStaff['name']; readonly link: string; readonly expiresAt: string };

export function EnrolmentLinkDialog({
  issued,
  onClose,
}: {
  readonly issued: IssuedLink | null;
  readonly onClose: () => void;
}) {
  const { t, format } = useTranslation();
  return (
    <Dialog wide title={t('people.link_title', { name: issued?.name ?? '' })} open={issued !== null} onClose={onClose}>
      {issued !== null && (
        <div className="grid gap-4 text-sm">
          <Callout tone="wait" title={t('people.link_once')}>
            {t('people.link_by_hand')}
          </Callout>
          <p className="rounded-lg border border-line bg-sunken p-3 font-mono break-all select-all">{issued.link}</p>
          <p className="text-soft">{t('people.link_expires', { time: format.dateTime(issued.expiresAt) })}</p>
          <div className="flex flex-wrap justify-end gap-3">
            <CopyButton text={issued.link} label={t('people.link_copy')} />
            <Button kind="primary" onClick={onClose}>
              {t('people.link_done')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
