/** How else to show who one is: the same list for everybody at first, in a session what brings this person further. */
import type { ProofWay } from '../../../../src/model/api/open-identity.ts';
import { h } from '../../page/dom.ts';
import { button, paragraph, title } from './look.ts';
import { stage } from './piece.ts';
import type { Piece, PieceContext } from './port.ts';
import type { PartMessage } from './words.ts';

const NAMES: Readonly<Record<ProofWay, PartMessage>> = {
  email: 'ways.email',
  sms: 'ways.sms',
  whatsapp: 'ways.whatsapp',
  spoken_code: 'ways.spoken_code',
  totp: 'ways.totp',
  passkey: 'ways.passkey',
  passphrase: 'ways.passphrase',
  sign_in: 'ways.sign_in',
};

export function beginWays(context: PieceContext): Piece {
  const { ways, isFurther, reference } = context.ways();
  const on = stage(null, (say) => {
    const buttons = ways.map((way) =>
      h(
        'li',
        {},
        button('quiet', say(NAMES[way]), () => context.chooseWay(way)),
      ),
    );
    const lead = ways.length === 0 ? say('ways.none', { reference }) : say(isFurther ? 'ways.more_lead' : 'ways.lead');
    return [
      title(say(isFurther ? 'ways.more_title' : 'ways.title')),
      paragraph(lead, 'lead'),
      ...(ways.length === 0 ? [] : [h('ul', { class: 'ways' }, ...buttons)]),
    ];
  });
  return on.piece;
}
