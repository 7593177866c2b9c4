import { describe, expect, it } from 'vitest';
import { previewTransferSchema, submitTransferSchema } from '../../../src/model/api/transfers.ts';
import { EMPTY_BASIS } from '../basis/basis-draft.ts';
import { emptyDraft, needsOf, previewOf, submitOf, type TransferDraft } from './draft.ts';
import { reduceUploads, type UploadItem } from './uploads.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const full: TransferDraft = {
  ...emptyDraft(id(1), 'pt'),
  recipientIds: [id(2)],
  message: 'x',
  purpose: 'payroll',
  connectionId: 'dingtalk',
};
const file = (part: Partial<UploadItem>): UploadItem => ({
  key: 1,
  name: 'a.pdf',
  size: 10,
  sent: 0,
  phase: 'sending',
  uploadId: null,
  progress: 0,
  classification: null,
  problem: null,
  error: null,
  ...part,
});

describe('a transfer while it is written', () => {
  it('says everything that is missing at the start', () => {
    expect(needsOf(emptyDraft('', 'en'), [])).toEqual(['entity', 'recipients', 'content', 'purpose', 'connection']);
  });

  it('makes requests that the contract accepts', () => {
    const ready = [file({ phase: 'ready', uploadId: id(3) })];
    expect(submitTransferSchema.parse(submitOf(full, ready))).toMatchObject({ uploadIds: [id(3)], basis: null });
    expect(previewTransferSchema.parse(previewOf(full, ready))).toMatchObject({ connectionId: 'dingtalk' });
  });

  it('waits for files, and asks about those that are ready', () => {
    const files = [file({ phase: 'ready', uploadId: id(3) }), file({ key: 2, phase: 'inspecting', uploadId: id(4) })];
    expect(needsOf(full, files)).toEqual(['files']);
    expect(submitOf(full, files)).toBeNull();
    expect(previewOf(full, files)?.uploadIds).toEqual([id(3)]);
  });

  it('asks for no decision while the purpose is not chosen', () => {
    expect(previewOf({ ...full, purpose: '' }, [])).toMatchObject({ recipientIds: [] });
  });

  it('asks nothing about an empty message', () => {
    expect(previewOf({ ...full, message: ' \n' }, [])).toBeNull();
  });

  it('wants to know where the evidence is once a basis is claimed', () => {
    const claimed = { ...full, basis: { ...EMPTY_BASIS, bases: ['consent.explicit' as const] } };
    expect(needsOf(claimed, [])).toEqual(['evidence']);
    expect(needsOf({ ...claimed, basis: { ...claimed.basis, evidence: 'HR-1' } }, [])).toEqual([]);
  });

  it.each([0, 91, 1.5])('refuses %d days', (expiresInDays) => {
    expect(needsOf({ ...full, expiresInDays }, [])).toEqual(['limits']);
    expect(previewOf({ ...full, expiresInDays }, [])).toBeNull();
  });
});

describe('reduceUploads', () => {
  it('starts a file from nothing', () => {
    expect(reduceUploads([], { kind: 'added', items: [{ key: 1, name: 'a.pdf', size: 10 }] })).toEqual([file({})]);
  });

  it('does not let a late report of progress end a pause', () => {
    const paused = reduceUploads([file({})], { kind: 'paused', key: 1 });
    expect(reduceUploads(paused, { kind: 'sent', key: 1, bytes: 4 })).toMatchObject([{ phase: 'paused', sent: 4 }]);
  });

  it('ignores events of a file that was removed', () => {
    const none = reduceUploads([file({})], { kind: 'removed', key: 1 });
    expect(reduceUploads(none, { kind: 'arrived', key: 1, uploadId: id(3) })).toEqual([]);
  });
});
