/** Short words after an act that leaves the page as it is: "Sent again". Read out by screen readers, gone by itself. */
import { Toast } from 'radix-ui';
import { createContext, type ReactNode, use, useCallback, useRef, useState } from 'react';
import { useTranslation } from '../i18n/translate.tsx';
import { Icon } from './icon.tsx';

type Entry = { readonly id: number; readonly text: string };

const ToastContext = createContext<((text: string) => void) | null>(null);

/** Returns the function that shows a short text. */
export function useToast(): (text: string) => void {
  const show = use(ToastContext);
  if (show === null) throw new Error('useToast needs a ToastProvider');
  return show;
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const next = useRef(0);
  const show = useCallback((text: string) => {
    next.current += 1;
    const entry = { id: next.current, text };
    setEntries((before) => [...before.slice(-2), entry]);
  }, []);
  const remove = (id: number) => setEntries((before) => before.filter((entry) => entry.id !== id));
  return (
    <ToastContext value={show}>
      <Toast.Provider label={t('common.toast')} duration={5000}>
        {children}
        {entries.map((entry) => (
          <Toast.Root
            key={entry.id}
            onOpenChange={(open) => {
              if (!open) remove(entry.id);
            }}
            className="flex items-center gap-2 rounded-xl border border-line bg-raised px-4 py-3 text-sm shadow-raised"
          >
            <Icon name="good" />
            <Toast.Description>{entry.text}</Toast.Description>
          </Toast.Root>
        ))}
        <Toast.Viewport
          label={t('common.toast')}
          className="fixed right-4 bottom-4 z-50 grid w-[min(100%-2rem,22rem)] gap-2 empty:hidden"
        />
      </Toast.Provider>
    </ToastContext>
  );
}
