/** Step three: opening what there is, as text in the page, as a download, or in the viewer. */
import { startDownload } from '../page/download.ts';
import type { Acts } from '../views/view.ts';
import { displayName } from '../words/input.ts';
import { translatorFor } from '../words/text.ts';
import type { Released } from './answers.ts';
import { openObject, resumeSession } from './api.ts';
import { type Core, settle } from './core.ts';
import type { DeliveryFlow } from './delivery.ts';
import { failureOf, type Item, liveOpening } from './state.ts';
import { startViewing } from './viewing.ts';

type Given = Pick<Released, 'openingId' | 'view'>;

export function openingActs(core: Core, delivery: Pick<DeliveryFlow, 'ready'>): Pick<Acts, 'open'> {
  const { send } = core;
  const open = async (item: Item): Promise<void> => {
    const { id } = item.object;
    const { session } = core.state();
    if (item.since !== null || session === null) return;
    const live = liveOpening(item, Date.now());
    // A message is asked for again instead: only the server has its text.
    if (live !== undefined && (live.view !== null || item.object.kind === 'file'))
      return give(core, item, { openingId: live.id, view: live.view });
    send({ kind: 'opening', id, now: Date.now() });
    // Limits may count devices: the server has to know this one before.
    await delivery.ready();
    settle(
      core,
      await openObject({ handle: core.handle(), objectId: id }, session.csrf),
      (answer) => {
        send({ kind: 'opened', id, answer });
        if (answer.outcome === 'released' && answer.text === null) give(core, item, answer);
      },
      (trouble) => send({ kind: 'open_failed', id, failure: failureOf(trouble) }),
    );
  };
  return { open: (item) => void open(item) };
}

/** Pages are shown here; everything else is the browser's to save. */
function give(core: Core, { object }: Item, { openingId, view }: Given): void {
  const { session } = core.state();
  if (session === null) return;
  const { id } = object;
  const call = { handle: core.handle(), openingId, csrf: session.csrf };
  const failed = (reason: 'download' | 'viewer'): void =>
    core.send({ kind: 'open_failed', id, failure: { reason, detail: null } });
  if (view === null)
    return startDownload(call, () => {
      failed('download');
      void leaveIfEnded(core);
    });
  const name = object.kind === 'message' ? translatorFor(core.locale())('content.message') : displayName(object.name);
  void startViewing({
    call,
    view,
    name,
    locale: core.locale(),
    sessionEnded: () => core.send({ kind: 'session_ended' }),
    failed: () => failed('viewer'),
    // What the viewer was told is newer than what the page knows: the next time the server is asked.
    over: () => core.send({ kind: 'view_over', id }),
  });
}

async function leaveIfEnded(core: Core): Promise<void> {
  const answer = await resumeSession(core.handle());
  if (!answer.ok && answer.problem.kind === 'session_ended') core.send({ kind: 'session_ended' });
}
