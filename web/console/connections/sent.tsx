/** What exactly was sent: each message with its digest, and its body to the byte while what it tells of lives. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SentBody, SentMessage } from '../../../src/model/api/connections.ts';
import type { SentOf } from '../api/connections.ts';
import { useTranslation } from '../i18n/translate.tsx';
import { prettyJson } from '../sandbox/preview.ts';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Facts } from '../ui/page.tsx';
import { Empty, Failed, Loading } from '../ui/states.tsx';
import { useSent, useSentBody } from './use-connections.ts';

const CONFIRMED_TONE = { delivered: 'good', read: 'good', failed: 'stop', unknown: 'wait' } as const satisfies Record<
  NonNullable<SentMessage['confirmed']>,
  Tone
>;

const BLOCK = 'rounded-lg bg-sunken p-3 font-mono text-[0.8125rem] wrap-anywhere whitespace-pre-wrap';

function Marks({ message }: { readonly message: SentMessage }) {
  const { t } = useTranslation();
  return (
    <span className="flex flex-wrap gap-1.5">
      {message.confirmed !== null && (
        <Badge tone={CONFIRMED_TONE[message.confirmed]}>{t(`sent.confirmed.${message.confirmed}`)}</Badge>
      )}
      {message.recalledAt !== null && <Badge tone="calm">{t('sent.recalled')}</Badge>}
    </span>
  );
}

function Body({ sent }: { readonly sent: SentBody }) {
  const { t, format } = useTranslation();
  const [raw, setRaw] = useState(false);
  const pretty = sent.body === null ? null : prettyJson(sent.body);
  const laidOut = pretty !== null && !raw;
  return (
    <div className="grid gap-4">
      <Facts
        rows={[
          [t('sent.at'), format.dateTime(sent.sentAt)],
          [t('sent.connection'), sent.label ?? sent.connection],
          [t('sent.bytes'), format.number(sent.bytes)],
          [
            t('sent.hash'),
            <code key="hash" className="font-mono text-[0.8125rem] wrap-anywhere">
              {sent.hash}
            </code>,
          ],
          [t('sent.provider_ref'), sent.providerRef ?? t('sent.no_ref')],
          [t('sent.confirmed'), sent.confirmed === null ? t('sent.not_asked') : t(`sent.confirmed.${sent.confirmed}`)],
          [t('sent.recorded'), t('sent.recorded_times', { n: sent.recorded.length })],
        ]}
      />
      {sent.matches === true && <Callout tone="good" title={t('sent.matches')} />}
      {sent.matches === false && <Callout tone="stop" title={t('sent.differs')} role="alert" />}
      {sent.body === null ? (
        <Callout tone="calm" title={t('sent.gone')}>
          {t('sent.gone_hint')}
        </Callout>
      ) : (
        <>
          <pre className={BLOCK}>{laidOut ? pretty : sent.body}</pre>
          {pretty !== null && (
            <div>
              <Button icon="file" aria-pressed={raw} onClick={() => setRaw(!raw)}>
                {t(raw ? 'sandbox.lay_out' : 'sandbox.show_source')}
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}

function BodyDialog({ of, id, onClose }: { readonly of: SentOf; readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const sent = useSentBody(of, id);
  return (
    <Dialog open wide title={t('sent.exact')} onClose={onClose}>
      {sent.isPending && <Loading lines={5} />}
      {sent.isError && <Failed error={sent.error} retry={() => void sent.refetch()} />}
      {sent.data !== undefined && <Body sent={sent.data} />}
    </Dialog>
  );
}

function Row({
  message,
  of,
  onOpen,
}: {
  readonly message: SentMessage;
  readonly of: SentOf;
  readonly onOpen: () => void;
}) {
  const { t, format } = useTranslation();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3 text-sm">
      <div className="grid min-w-0 gap-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
          {t(`sent.kind.${message.kind}`)}
          {of.kind === 'connection' && message.transfer !== null && (
            <Link
              to="/transfers/$id"
              params={{ id: message.transfer.id }}
              className="inline-flex min-h-touch items-center text-accent underline underline-offset-2 sm:min-h-0"
            >
              {message.transfer.reference}
            </Link>
          )}
          <Marks message={message} />
        </span>
        <span className="text-[0.8125rem] text-soft">
          {[
            format.dateTime(message.sentAt),
            format.bytes(message.bytes),
            t('sent.hash_short', { hash: message.hash.slice(0, 12) }),
          ].join(' · ')}
        </span>
      </div>
      <Button icon="file" onClick={onOpen}>
        {t('sent.show')}
      </Button>
    </li>
  );
}

/** The newest first; older ones on request. */
export function SentMessages({ of }: { readonly of: SentOf }) {
  const { t } = useTranslation();
  const [pages, setPages] = useState<readonly (string | null)[]>([null]);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div>
      <ul className="divide-y divide-line">
        {pages.map((before, index) => (
          <SentPage
            key={before ?? 'newest'}
            of={of}
            before={before}
            last={index === pages.length - 1}
            onOpen={setOpen}
            onMore={(oldest) => setPages([...pages, oldest])}
          />
        ))}
      </ul>
      <p className="mt-2 text-[0.8125rem] text-soft">{t('sent.hint')}</p>
      {open !== null && <BodyDialog of={of} id={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function SentPage({
  of,
  before,
  last,
  onOpen,
  onMore,
}: {
  readonly of: SentOf;
  readonly before: string | null;
  readonly last: boolean;
  readonly onOpen: (id: string) => void;
  readonly onMore: (before: string) => void;
}) {
  const { t } = useTranslation();
  const list = useSent(of, before);
  if (list.isPending)
    return (
      <li className="py-2">
        <Loading lines={3} />
      </li>
    );
  if (list.isError)
    return (
      <li>
        <Failed error={list.error} retry={() => void list.refetch()} />
      </li>
    );
  const { messages, more } = list.data;
  const oldest = messages.at(-1);
  if (before === null && messages.length === 0)
    return (
      <li>
        <Empty title={t('sent.empty')}>{t('sent.empty_hint')}</Empty>
      </li>
    );
  return (
    <>
      {messages.map((message) => (
        <Row key={message.id} message={message} of={of} onOpen={() => onOpen(message.id)} />
      ))}
      {last && more && oldest !== undefined && (
        <li className="pt-3">
          <Button icon="down" onClick={() => onMore(oldest.queuedAt)}>
            {t('sent.older')}
          </Button>
        </li>
      )}
    </>
  );
}
