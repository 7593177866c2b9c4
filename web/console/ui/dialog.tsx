/**
 * Dialogs on the browser's own `<dialog>`: the top layer, the focus trap and the inert rest come with it. Radix' modal
 * dialog writes a `<style>` element at run time, which the console's CSP forbids.
 */
import { createContext, type FormEvent, type ReactNode, use, useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from '../i18n/translate.tsx';
import { Button, IconButton } from './button.tsx';
import { classes } from './classes.ts';

/** True while the page is put aside for signing in again: an open modal would block that page too. */
export const AsideContext = createContext(false);

export type DialogProps = {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Drawer at the left edge instead of a card in the middle. */
  readonly drawer?: boolean;
  readonly wide?: boolean;
};

const CARD = 'm-auto w-[min(100%-2rem,32rem)] rounded-2xl border border-line';
const WIDE = 'm-auto w-[min(100%-2rem,44rem)] rounded-2xl border border-line';
const DRAWER = 'm-0 h-dvh max-h-dvh w-[min(86vw,20rem)] border-r border-line';

export function Dialog({ title, open, onClose, children, drawer = false, wide = false }: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const aside = use(AsideContext);
  const shown = open && !aside;
  useEffect(() => {
    const dialog = ref.current;
    if (shown && dialog !== null && !dialog.open) dialog.showModal();
    if (!shown && dialog?.open === true) dialog.close();
  }, [shown]);
  return createPortal(
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={() => {
        if (shown) onClose();
      }}
      className={classes('max-h-[92dvh] bg-raised p-0 text-ink shadow-raised', drawer ? DRAWER : wide ? WIDE : CARD)}
    >
      {open && (
        <>
          <div className="sticky top-0 z-10 flex items-center justify-between gap-4 bg-raised py-2 pr-2 pl-5">
            <h2 id={id} className="text-base font-semibold">
              {title}
            </h2>
            <IconButton icon="close" label={t('common.close')} onClick={onClose} />
          </div>
          <div className={drawer ? 'px-3 pb-6' : 'px-5 pb-5'}>{children}</div>
        </>
      )}
    </dialog>,
    // Outside the page's own form: forms must not nest.
    document.body,
  );
}

/** A dialog that is one form: its words, then cancel and the act. */
export function FormDialog({
  action,
  actionKind = 'primary',
  busy,
  disabled = false,
  onSubmit,
  children,
  ...dialog
}: DialogProps & {
  readonly action: string;
  readonly actionKind?: 'primary' | 'danger';
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onSubmit: () => void;
}) {
  const { t } = useTranslation();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog inside another form must not send that one.
    event.stopPropagation();
    if (!busy && !disabled) onSubmit();
  };
  return (
    <Dialog {...dialog}>
      <form onSubmit={submit} className="grid gap-5">
        {children}
        <div className="sticky bottom-0 z-10 -mx-5 -mb-5 flex gap-3 border-t border-line bg-raised px-5 py-4 *:flex-1 sm:justify-end sm:*:flex-none">
          <Button onClick={dialog.onClose}>{t('common.cancel')}</Button>
          <Button type="submit" kind={actionKind} busy={busy} disabled={disabled}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
