/** Says by which rules the page decides: the server's, by their digests. */
import { useTranslation } from '../i18n/translate.tsx';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import type { Policy } from './policy-client.ts';

export function SameRules({ policy }: { readonly policy: Policy }) {
  const { t, locale } = useTranslation();
  return (
    <Disclosure summary={t('rules.same', { packs: policy.packs.length, rules: policy.rules })}>
      <div className="grid gap-3">
        <p>{t('rules.same_hint')}</p>
        <ul className="grid gap-2">
          {policy.packs.map((pack) => (
            <li key={pack.pack} className="grid gap-0.5">
              <span className="flex flex-wrap items-center gap-x-2">
                {pack.titles[locale]}
                <Badge tone={pack.reviewed ? 'good' : 'wait'}>
                  {t(pack.reviewed ? 'decision.reviewed' : 'decision.not_reviewed')}
                </Badge>
              </span>
              <span className="text-[0.8125rem] text-soft">
                {t('rules.version', { version: pack.version })}{' '}
                <span className="font-mono break-all">{pack.digest}</span>
              </span>
            </li>
          ))}
        </ul>
      </div>
    </Disclosure>
  );
}
