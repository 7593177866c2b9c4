/** Endpoints of deliveries: how far they came, certificates, devices, and how the reader is told. */
import { z } from 'zod';
import {
  archivePasswordSchema,
  deliveryNewsSchema,
  deliverySchema,
  type DeliveryWish,
  deliveryWishViewSchema,
  lockedArchiveListSchema,
  type MakeCertificate,
} from '../../../src/model/api/delivery.ts';
import type { Download } from './download.ts';
import type { Request, RequestOptions } from './request.ts';

const ofTransfer = (id: string, act: string) => `/api/v1/transfers/${encodeURIComponent(id)}/${act}`;
const nothing = z.unknown();

export function deliveryClient(request: Request, download: Download) {
  return {
    get: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: ofTransfer(id, 'delivery'), answer: deliverySchema, signal }),
    certificate: (id: string, body: MakeCertificate) => download(ofTransfer(id, 'certificate'), body),
    forgetDevice: (id: string, body: { readonly recipientId: string; readonly deviceId: string }) =>
      request({ method: 'POST', path: ofTransfer(id, 'devices/forget'), body, answer: nothing }),
    archives: (id: string, { signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: ofTransfer(id, 'archives'), answer: lockedArchiveListSchema, signal }),
    archivePassword: (id: string, openingId: string) =>
      request({
        method: 'POST',
        path: ofTransfer(id, `archives/${encodeURIComponent(openingId)}/password`),
        body: {},
        answer: archivePasswordSchema,
      }),
    wish: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/delivery/wish', answer: deliveryWishViewSchema, signal }),
    saveWish: (body: DeliveryWish) => request({ method: 'POST', path: '/api/v1/delivery/wish', body, answer: nothing }),
    news: ({ signal }: RequestOptions = {}) =>
      request({ method: 'GET', path: '/api/v1/delivery/news', answer: deliveryNewsSchema, signal }),
    seen: () => request({ method: 'POST', path: '/api/v1/delivery/news/seen', body: {}, answer: nothing }),
  };
}

export type DeliveryClient = ReturnType<typeof deliveryClient>;
