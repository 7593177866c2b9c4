/** Language and theme: on the sign-in page and in the shell alike. */
import { LANGUAGE_NAMES, LANGUAGE_TAGS, LOCALES } from '../i18n/locale.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import { THEMES, useTheme } from './theme.ts';

const TRIGGER =
  'inline-flex min-h-touch items-center gap-2 rounded-lg px-3 text-sm text-soft hover:bg-hover hover:text-ink';

export function Preferences() {
  const { t, locale, setLocale } = useTranslation();
  const [theme, setTheme] = useTheme();
  return (
    <div className="flex flex-wrap gap-1">
      <Menu
        trigger={
          <button type="button" className={TRIGGER} aria-label={`${t('prefs.language')}: ${LANGUAGE_NAMES[locale]}`}>
            <Icon name="language" />
            {LANGUAGE_NAMES[locale]}
          </button>
        }
      >
        <MenuChoices
          label={t('prefs.language')}
          value={locale}
          choices={LOCALES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: LANGUAGE_TAGS[value] }))}
          onChange={setLocale}
        />
      </Menu>
      <Menu
        trigger={
          <button type="button" className={TRIGGER} aria-label={`${t('prefs.theme')}: ${t(`prefs.theme.${theme}`)}`}>
            <Icon name="theme" />
            {t(`prefs.theme.${theme}`)}
          </button>
        }
      >
        <MenuChoices
          label={t('prefs.theme')}
          value={theme}
          choices={THEMES.map((value) => ({ value, label: t(`prefs.theme.${value}`) }))}
          onChange={setTheme}
        />
      </Menu>
    </div>
  );
}
