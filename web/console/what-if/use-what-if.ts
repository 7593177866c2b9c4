/** The answer to the newest situation. The one before stays until it is there, so that nothing flickers while somebody types. */
import { useEffect, useState } from 'react';
import type { Facts } from '../../../src/model/facts.ts';
import type { WhatIf } from '../../../src/policy/what-if.ts';
import { useTranslation } from '../i18n/translate.tsx';
import type { Policy } from '../policy/policy-client.ts';

export type Answered = { readonly answer: WhatIf | null; readonly error: unknown };

export function useWhatIf(policy: Policy | undefined, facts: Facts | null): Answered {
  const { locale } = useTranslation();
  const [answered, setAnswered] = useState<Answered>({ answer: null, error: null });
  useEffect(() => {
    if (policy === undefined || facts === null) return undefined;
    let current = true;
    const ask = async () => {
      const next = await policy.decide(facts, locale).then(
        (answer): Answered => ({ answer, error: null }),
        (error: unknown): Answered => ({ answer: null, error }),
      );
      if (current) setAnswered(next);
    };
    void ask();
    return () => {
      current = false;
    };
  }, [policy, facts, locale]);
  return answered;
}
