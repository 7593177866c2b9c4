import { describe, expect, it } from 'vitest';
import { ROLES } from '../model/api/staff.ts';
import { may, PERMISSIONS } from './authorize.ts';

describe('roles and permissions', () => {
  it('are this table', () => {
    const table = PERMISSIONS.map(
      (permission) => `${permission}: ${ROLES.filter((role) => may(role, permission)).join(' ')}`,
    );
    expect(table).toEqual([
      'transfer.submit: officer sender',
      'transfer.read_own: officer sender',
      'transfer.read_all: officer auditor',
      'transfer.approve: officer',
      'approval.delegate: officer',
      'transfer.revoke_own: officer sender',
      'transfer.revoke_all: officer',
      'basis.record: officer sender',
      'record.read: officer sender auditor',
      'record.manage: officer',
      'recipient.manage: officer sender',
      'staff.manage: officer',
      'sandbox.read: officer sender auditor',
      'log.read: officer auditor',
      'meter.read: officer sender auditor',
      'settings.read: officer auditor',
      'register.read: officer auditor',
      'duty.read: officer auditor',
      'duty.manage: officer',
      'policy.manage: officer',
      'connection.read: officer auditor',
      'connection.manage: officer',
      'door.read: officer auditor',
      'door.manage: officer',
      'archive.read: officer auditor',
      'incident.manage: officer',
      'proof.read: officer auditor',
      'posture.read: officer auditor',
      'posture.manage: officer',
      'access.read: officer auditor',
      'access.manage: officer',
      'accesses.read: officer auditor',
      'trace.read: officer auditor',
      'trace.manage: officer',
      'pseudonym.make: officer sender',
      'sweep.read: officer auditor',
      'sweep.manage: officer',
      'level.read: officer auditor',
      'level.manage: officer',
    ]);
  });

  it('an auditor changes nothing', () => {
    const held = PERMISSIONS.filter((permission) => may('auditor', permission));
    expect(held.every((permission) => /\.read(_all)?$/.test(permission))).toBe(true);
  });
});
