/** Deliveries of the mock, for looking at pages. Invented. */
import type { Delivery, DeliveryNewsList, DeliveryWishView } from '../../src/model/api/delivery.ts';
import { id, type MockState } from './state.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 2, 30 + minute)).toISOString();
const KEY = '022d236d4820a5a2b3a4289f8bd55890474e3cf5276133f6acfc2ef58b9f643f';

export function mockDelivery(transfer: MockState['transfers'][number]): Delivery {
  const objects = transfer.objects.map(({ id: objectId, kind, name }) => ({ id: objectId, kind, name }));
  return {
    objects,
    recipients: transfer.recipients.map((recipient, n) => ({
      id: recipient.id,
      name: recipient.name,
      organisation: recipient.organisation,
      steps:
        n > 0
          ? [{ step: 'noticed', at: at(0) }]
          : [
              { step: 'noticed', at: at(0) },
              { step: 'previewed', at: at(1) },
              { step: 'proved', at: at(4) },
              { step: 'released', at: at(5) },
              { step: 'shown', at: at(5) },
              { step: 'receipt', at: at(9) },
            ],
      connection: 'dingtalk',
      previews: [{ robot: 'dingtalk', firstAt: at(1), times: 2 }],
      proofs: n > 0 ? [] : [{ at: at(4), factors: ['notice', 'code'], place: 'HK' }],
      openings:
        n > 0
          ? []
          : objects.map((object, m) => ({
              id: id(700 + m),
              objectId: object.id,
              kind: object.kind === 'message' ? 'text' : 'view',
              openedAt: at(5 + m),
              releasedAt: at(5 + m),
              finishedAt: null,
              place: 'HK',
              deviceId: id(720),
              pages: [1, 2, 3, 7].map((page) => ({ page, shownAt: at(6), times: 1 })),
              pagesOf: 12,
              receipts: m > 0 ? [] : [{ signedAt: at(9), deviceId: id(720), key: KEY }],
            })),
      devices: n > 0 ? [] : [{ id: id(720), key: KEY, firstAt: at(4), lastAt: at(9) }],
    })),
  };
}

/** Undefined for what is no address of deliveries. */
export function answerDelivery(
  state: MockState,
  first: string,
  method: string,
  [name]: readonly string[],
): DeliveryNewsList | DeliveryWishView | object | undefined {
  if (first !== 'delivery') return undefined;
  if (method === 'POST') return {};
  const [transfer] = state.transfers;
  if (name === 'wish')
    return {
      connection: 'email',
      events: ['opened', 'receipt'],
      byDay: true,
      connections: [
        { id: 'dingtalk', label: 'dingtalk', kind: 'dingtalk', reaches: 'group' },
        { id: 'email', label: 'email', kind: 'email', reaches: 'email' },
      ],
      calendar: true,
    } satisfies DeliveryWishView;
  if (state.empty || transfer === undefined) return { unseen: 0, news: [] };
  const kinds = ['receipt.signed', 'object.downloaded', 'object.opened'] as const;
  return {
    unseen: 2,
    news: kinds.map((kind, n) => ({
      id: id(740 + n),
      kind,
      at: at(9 - n),
      transferId: transfer.id,
      reference: transfer.reference,
      recipient: transfer.recipients[0]?.name ?? null,
      unseen: n < 2,
    })),
  } satisfies DeliveryNewsList;
}
