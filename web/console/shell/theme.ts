/** Light, dark, or as the system says. The choice is an attribute of the document; tokens.css does the rest. */
import { useState } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'entrepot.theme';

export function readTheme(stored: string | null): Theme {
  return THEMES.find((theme) => theme === stored) ?? 'system';
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

function stored(): Theme {
  try {
    return readTheme(localStorage.getItem(KEY));
  } catch {
    // Storage may be refused; the system's choice is a good one.
    return 'system';
  }
}

/** Puts the stored choice in force before the first paint. */
export function startTheme(): void {
  apply(stored());
}

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(stored);
  return [
    theme,
    (next) => {
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // The choice then lasts as long as the page.
      }
      apply(next);
      setTheme(next);
    },
  ];
}
