/** The panel "Ways to prove that it is you": what there is, setting up more of it, taking it away. */
import type { FactorList, OwnFactor } from '../../../../src/model/api/open-factors.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import type { Answer } from '../../flow/api.ts';
import { type Child, h } from '../../page/dom.ts';
import type { Piece, Stage } from '../../page/stage.ts';
import { formatWhen } from '../../words/format.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { bar, box, button, paragraph, qrCode, title } from '../identity/look.ts';
import { done, own, readAsked, readCreation, readList, readTotp, startSignIn, type TotpEnrolment } from './calls.ts';
import { digitsForm, hasPassphrases, isStrongEnough, passphraseForm } from './fields.ts';
import type { FactorContext } from './port.ts';
import { partOf, wordOf } from './prove.ts';
import { troubleOf } from './trouble.ts';
import { canMakePasskey, makePasskey } from './webauthn.ts';
import { type PartMessage, type Say, stage } from './words.ts';

type Note = { readonly look: 'info' | 'problem'; readonly text: PartMessage };
type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'list'; readonly list: FactorList; readonly note: Note | null; readonly canMakeKey: boolean }
  | { readonly kind: 'totp'; readonly enrolment: TotpEnrolment; readonly problem: PartMessage | null }
  | { readonly kind: 'passphrase'; readonly problem: PartMessage | null }
  | { readonly kind: 'remove'; readonly factor: OwnFactor };

type Acts = {
  readonly addTotp: () => void;
  readonly confirmTotp: (enrolment: TotpEnrolment, code: string) => void;
  readonly addPasskey: () => void;
  readonly typePassphrase: () => void;
  readonly addPassphrase: (typed: string) => void;
  readonly signIn: (place: string) => void;
  readonly askRemove: (factor: OwnFactor) => void;
  readonly remove: (factor: OwnFactor) => void;
  readonly seen: () => void;
  readonly again: () => void;
};

export function beginManage(context: FactorContext): Piece {
  const on: Stage<State> = stage<State>({ kind: 'busy' }, (say, state, locale) => draw(say, state, locale, acts));
  const load = async (note: Note | null): Promise<void> => {
    const [answer, canMakeKey] = await Promise.all([own(context, 'list', {}, readList), canMakePasskey()]);
    if (answer.ok) on.set({ kind: 'list', list: answer.value, note, canMakeKey });
    else if (answer.problem.kind === 'session_ended') context.ended();
    else on.set({ kind: 'failed' });
  };
  /** Shows the list again, with what went wrong or well. */
  const settle = async (answer: Answer<unknown>, well: PartMessage): Promise<void> => {
    if (answer.ok) return load({ look: 'info', text: well });
    const trouble = troubleOf(answer);
    return trouble === 'session_ended' ? context.ended() : load({ look: 'problem', text: trouble });
  };
  const acts: Acts = Object.assign(
    totpActs(context, on, settle),
    passkeyActs(context, on, settle),
    passphraseActs(context, on, settle),
    otherActs(context, on, settle, load),
  );
  void load(null);
  return on.piece;
}

type Settle = (answer: Answer<unknown>, well: PartMessage) => Promise<void>;

function totpActs(context: FactorContext, on: Stage<State>, settle: Settle): Pick<Acts, 'addTotp' | 'confirmTotp'> {
  const add = async (): Promise<void> => {
    on.set({ kind: 'busy' });
    const begun = await own(context, 'totp/enrol', {}, readTotp);
    if (begun.ok) on.set({ kind: 'totp', enrolment: begun.value, problem: null });
    else await settle(begun, 'done.totp');
  };
  const confirm = async (enrolment: TotpEnrolment, code: string): Promise<void> => {
    if (code.length !== 6) return on.set({ kind: 'totp', enrolment, problem: 'totp.incomplete' });
    on.set({ kind: 'busy' });
    const { challengeId } = enrolment;
    const answer = await done(context, 'totp/confirm', { challengeId, code });
    if (!answer.ok && answer.problem.kind === 'code_not_accepted')
      return on.set({ kind: 'totp', enrolment, problem: 'totp.wrong' });
    await settle(answer, 'done.totp');
  };
  return { addTotp: () => void add(), confirmTotp: (enrolment, code) => void confirm(enrolment, code) };
}

function passkeyActs(context: FactorContext, on: Stage<State>, settle: Settle): Pick<Acts, 'addPasskey'> {
  const add = async (): Promise<void> => {
    on.set({ kind: 'busy' });
    const options = await own(context, 'passkey/enrol-start', {}, readCreation);
    if (!options.ok) return settle(options, 'done.passkey');
    const passkey = await makePasskey(options.value);
    if (passkey === undefined) return settle({ ok: true, value: null }, 'passkey.not_made');
    const { challengeId } = options.value;
    await settle(await done(context, 'passkey/enrol', { challengeId, passkey }), 'done.passkey');
  };
  return { addPasskey: () => void add() };
}

function passphraseActs(
  context: FactorContext,
  on: Stage<State>,
  settle: Settle,
): Pick<Acts, 'typePassphrase' | 'addPassphrase'> {
  const add = async (typed: string): Promise<void> => {
    if (!isStrongEnough(typed)) return on.set({ kind: 'passphrase', problem: 'passphrase.weak' });
    on.set({ kind: 'busy' });
    const part = await partOf(context);
    if (part === undefined) return on.set({ kind: 'passphrase', problem: 'problem.offline' });
    const { message, finish } = part.register(typed);
    const begun = await own(context, 'passphrase/enrol-start', { request: message }, readAsked('response'));
    if (!begun.ok) return settle(begun, 'done.passphrase');
    const record = await finish(begun.value.message);
    if (record === undefined) return on.set({ kind: 'passphrase', problem: 'problem.failed' });
    const { challengeId } = begun.value;
    await settle(await done(context, 'passphrase/enrol', { challengeId, record }), 'done.passphrase');
  };
  return {
    typePassphrase: () => on.set({ kind: 'passphrase', problem: null }),
    addPassphrase: (typed) => void add(typed),
  };
}

function otherActs(
  context: FactorContext,
  on: Stage<State>,
  settle: Settle,
  load: (note: Note | null) => Promise<void>,
): Pick<Acts, 'signIn' | 'askRemove' | 'remove' | 'seen' | 'again'> {
  const signIn = async (place: string): Promise<void> => {
    on.set({ kind: 'busy' });
    const address = await startSignIn(context, place);
    if (address.ok) context.go(address.value);
    else await load({ look: 'problem', text: wordOf(troubleOf(address)) });
  };
  const remove = async ({ id }: OwnFactor): Promise<void> => {
    on.set({ kind: 'busy' });
    await settle(await done(context, 'remove', { factorId: id }), 'done.removed');
  };
  const seen = async (): Promise<void> => {
    on.set({ kind: 'busy' });
    await settle(await done(context, 'seen', {}), 'done.seen');
  };
  return {
    signIn: (place) => void signIn(place),
    askRemove: (factor) => on.set({ kind: 'remove', factor }),
    remove: (factor) => void remove(factor),
    seen: () => void seen(),
    again: () => {
      on.set({ kind: 'busy' });
      void load(null);
    },
  };
}

function draw(say: Say, state: State, locale: Locale, acts: Acts): readonly Child[] {
  if (state.kind === 'busy') return [title(say('title')), paragraph(say('busy'), 'lead'), bar()];
  if (state.kind === 'failed')
    return [title(say('title')), box('problem', say('problem.failed')), button('primary', say('again'), acts.again)];
  if (state.kind === 'list') return drawList(say, state, locale, acts);
  if (state.kind === 'totp') return drawTotp(say, state, acts);
  if (state.kind === 'passphrase') return drawPassphrase(say, state.problem, acts);
  return [
    title(say('remove.title', { name: nameOf(say, state.factor) })),
    paragraph(say('remove.lead'), 'lead'),
    button('primary', say('remove.sure'), () => acts.remove(state.factor)),
    button('plain', say('cancel'), acts.again),
  ];
}

function drawPassphrase(say: Say, problem: PartMessage | null, acts: Acts): readonly Child[] {
  const words = {
    label: say('passphrase.label'),
    hint: say('passphrase.new_hint'),
    problem,
    send: say('passphrase.save'),
    isNew: true,
  };
  return [
    title(say('passphrase.new_title')),
    paragraph(say('passphrase.new_lead'), 'lead'),
    passphraseForm(say, words, acts.addPassphrase),
    button('plain', say('cancel'), acts.again),
  ];
}

function drawTotp(say: Say, { enrolment, problem }: Extract<State, { kind: 'totp' }>, acts: Acts): readonly Child[] {
  const words = { label: say('totp.label'), hint: say('totp.hint'), problem, send: say('totp.confirm') };
  return [
    title(say('totp.title')),
    paragraph(say('totp.scan'), 'lead'),
    qrCode(enrolment.address, say('totp.qr')),
    paragraph(say('totp.or_type')),
    h('p', { class: 'secret' }, (enrolment.secret.match(/.{1,4}/g) || []).join(' ')),
    digitsForm(say, words, (code) => acts.confirmTotp(enrolment, code)),
    button('plain', say('cancel'), acts.again),
  ];
}

function drawList(
  say: Say,
  { list, note, canMakeKey }: Extract<State, { kind: 'list' }>,
  locale: Locale,
  acts: Acts,
): readonly Child[] {
  const tag = LANGUAGE_TAGS[locale];
  const rows = list.enrolled.map((one) => drawOwn(say, one, list, tag, acts));
  return [
    title(say('title')),
    paragraph(say('lead'), 'lead'),
    ...(note === null ? [] : [box(note.look, say(note.text))]),
    ...(list.takenAway.length === 0
      ? []
      : [box('problem', say('taken_away')), button('quiet', say('taken_away_seen'), acts.seen)]),
    ...(rows.length === 0 ? [paragraph(say('none'), 'hint')] : [h('ul', { class: 'items' }, ...rows)]),
    h('h2', {}, say('add')),
    ...(list.mayAdd ? drawAdd(say, list, canMakeKey, acts) : [box('info', say('prove_first'))]),
  ];
}

function drawOwn(say: Say, one: OwnFactor, list: FactorList, tag: string, acts: Acts): HTMLElement {
  const proved = list.proved.includes(one.kind);
  // As on the server: another way of the same strength has to be proved first.
  const removable =
    !one.bySender &&
    (one.kind === 'sign_in' ||
      (['totp', 'passkey', 'passphrase'] as const).some((kind) => kind !== one.kind && list.proved.includes(kind)));
  const on = (when: string): string => formatWhen(tag, new Date(when));
  return h(
    'li',
    { class: 'item' },
    h('h2', { class: 'row-title' }, nameOf(say, one)),
    ...(proved ? [paragraph(say('proved_here'), 'hint')] : []),
    paragraph(say('since', { when: on(one.createdAt) }), 'hint'),
    paragraph(one.lastAt === null ? say('never_used') : say('last_used', { when: on(one.lastAt) }), 'hint'),
    ...(one.bySender
      ? []
      : removable
        ? [button('quiet', say('remove'), () => acts.askRemove(one))]
        : [paragraph(say('remove_needs'), 'hint')]),
  );
}

function drawAdd(say: Say, list: FactorList, canMakeKey: boolean, acts: Acts): readonly Child[] {
  const has = (kind: OwnFactor['kind']): boolean => list.enrolled.some((one) => one.kind === kind && !one.bySender);
  const places = list.signIn.filter(({ label }) => !list.enrolled.some((one) => one.label === label));
  const ways: Child[] = [];
  const way = (name: string, text: string, label: string, act: () => void): void => {
    ways.push(
      h(
        'li',
        { class: 'item' },
        h('h3', { class: 'row-title' }, name),
        paragraph(text, 'hint'),
        button('quiet', label, act),
      ),
    );
  };
  if (!has('totp')) way(say('kind.totp'), say('add.totp_text'), say('add.totp'), acts.addTotp);
  if (list.passkeys && canMakeKey)
    way(say('kind.passkey'), say('add.passkey_text'), say('add.passkey'), acts.addPasskey);
  if (!has('passphrase') && hasPassphrases())
    way(say('kind.passphrase'), say('add.passphrase_text'), say('add.passphrase'), acts.typePassphrase);
  for (const { id, label } of places)
    way(say('kind.sign_in'), say('add.sign_in_text'), say('sign_in.at', { label }), () => acts.signIn(id));
  return ways.length === 0 ? [paragraph(say('add.nothing'), 'hint')] : [h('ul', { class: 'items' }, ...ways)];
}

function nameOf(say: Say, one: OwnFactor): string {
  if (one.kind === 'sign_in' && one.label !== null) return say('signed_in_at', { label: one.label });
  return say(one.bySender ? 'kind.sender_passphrase' : `kind.${one.kind}`);
}
