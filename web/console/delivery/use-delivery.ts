/** What the pages of deliveries read and do. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DeliveryWish, MakeCertificate } from '../../../src/model/api/delivery.ts';
import { useApi } from '../api/context.tsx';
import { saveFile } from '../api/download.ts';

/** Somebody may be opening at this moment. */
const REFRESH_MS = 10_000;
const NEWS_REFRESH_MS = 30_000;

export function useDelivery(transferId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['delivery', transferId],
    queryFn: ({ signal }) => api.delivery.get(transferId, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useArchives(transferId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['archives', transferId],
    queryFn: ({ signal }) => api.delivery.archives(transferId, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The password is kept nowhere but in the component that shows it. */
export function useArchivePassword(transferId: string) {
  const api = useApi();
  return useMutation({
    mutationFn: (openingId: string) => api.delivery.archivePassword(transferId, openingId),
    gcTime: 0,
  });
}

/** Makes a certificate and hands it to the browser to save; its making is an event of the transfer. */
export function useCertificate(transferId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: MakeCertificate) => api.delivery.certificate(transferId, asked),
    onSuccess: (file) => {
      saveFile(file);
      void queries.invalidateQueries({ queryKey: ['transfer', transferId] });
    },
  });
}

export function useForgetDevice(transferId: string, onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (device: { readonly recipientId: string; readonly deviceId: string }) =>
      api.delivery.forgetDevice(transferId, device),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['delivery', transferId] });
      onDone();
    },
  });
}

export function useNews() {
  const api = useApi();
  return useQuery({
    queryKey: ['delivery-news'],
    queryFn: ({ signal }) => api.delivery.news({ signal }),
    refetchInterval: NEWS_REFRESH_MS,
  });
}

/** For the menu: what its reader has not seen yet. */
export function useUnseen(): number {
  return useNews().data?.unseen ?? 0;
}

export function useSeen() {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => api.delivery.seen(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['delivery-news'] }),
  });
}

export function useWish() {
  const api = useApi();
  return useQuery({ queryKey: ['delivery-wish'], queryFn: ({ signal }) => api.delivery.wish({ signal }) });
}

export function useSaveWish(onDone: () => void) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wish: DeliveryWish) => api.delivery.saveWish(wish),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['delivery-wish'] });
      onDone();
    },
  });
}
