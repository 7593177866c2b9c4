/** The page around the steps: name, language, connection, and whom to tell when something looks wrong. */
import type { Step } from '../flow/state.ts';
import { actionButton, h, replaceContent, setShown, setText } from '../page/dom.ts';
import { icon } from '../page/icons.ts';
import { isLocale, LANGUAGE_NAMES, LANGUAGE_TAGS, LOCALES } from '../words/locale.ts';
import { type Translate, translatorFor } from '../words/text.ts';
import { arrivingView, asideView } from './aside.ts';
import { codeView } from './code.ts';
import { contentView } from './content.ts';
import { landingView } from './landing.ts';
import { type Acts, type BuildView, notice, type Shown, type View } from './view.ts';
import { badLinkView, resumingView } from './waiting.ts';

const VIEWS: Readonly<Record<Step, BuildView>> = {
  resuming: resumingView,
  landing: landingView,
  code: codeView,
  content: contentView,
  aside: asideView,
  arriving: arrivingView,
  bad_link: badLinkView,
};

/** Wherever there is a notice to report. */
const MAY_REPORT = /^(?:landing|code|content)$/;

/** Returns the function that draws a state into the body. A step or language change builds anew, all else is an update. */
export function createFrame(body: HTMLElement): (shown: Shown, acts: Acts) => void {
  const name = h('span');
  const language = h('select', { id: 'language' });
  const offline = notice('info');
  const main = h('main', {});
  let act: () => void = () => undefined;
  // Its files by digest; what the digest of that list was when is in the audit log.
  const check = h('a', { href: '/open/page.sha256', target: '_blank', class: 'button plain' });
  const help = actionButton('plain', () => act());
  for (const locale of LOCALES)
    language.append(h('option', { value: locale, lang: LANGUAGE_TAGS[locale] }, LANGUAGE_NAMES[locale]));
  const languageName = h('label', { for: 'language', class: 'unseen' });
  const header = h(
    'header',
    {},
    h('div', { class: 'brand' }, icon('seal'), name),
    h('div', { class: 'language' }, languageName, icon('globe'), language),
  );
  let left = 0;
  let drawn: { readonly key: string; readonly step: Step; readonly view: View; readonly t: Translate } | undefined;

  return (shown, acts) => {
    const { state, locale } = shown;
    const key = `${state.step} ${locale}`;
    if (drawn === undefined) {
      replaceContent(body, header, offline.root, main, h('footer', {}, help.root, check));
      language.addEventListener('change', () => {
        if (isLocale(language.value)) acts.chooseLocale(language.value);
      });
    }
    if (drawn === undefined || drawn.key !== key) {
      const t = translatorFor(locale);
      const moved = drawn !== undefined && drawn.step !== state.step;
      if (moved && drawn !== undefined && drawn.step === 'content') left = scrollY;
      const wasAt = left;
      drawn = { key, step: state.step, t, view: VIEWS[state.step](t, acts, shown) };
      document.documentElement.lang = LANGUAGE_TAGS[locale];
      document.title = t('page.title');
      setText(name, t('page.title'));
      setText(languageName, t('page.language'));
      setText(check, t('page.check'));
      language.value = locale;
      // Filled in before it is shown: nothing is read out or focused that was there before.
      drawn.view.update(shown);
      replaceContent(main, drawn.view.root);
      if (moved) {
        // Back from a step aside, the content is where it was left.
        if (wasAt > 0 && state.step === 'content') scrollTo(0, wasAt);
        else scrollTo(0, 0);
        drawn.view.heading.focus({ preventScroll: true });
      }
    }
    offline.set(state.online ? '' : drawn.t('page.offline'));
    help.set(drawn.t('report.button'), false);
    setShown(help.root, MAY_REPORT.test(state.step));
    act = () => acts.openAside(state.session === null ? 'report' : 'ask');
    drawn.view.update(shown);
  };
}
