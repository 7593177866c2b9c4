/** Who may do what: one table of roles and permissions. Routes name a permission; nobody compares roles elsewhere. */
import type { Role } from '../model/api/staff.ts';

export const PERMISSIONS = [
  'transfer.submit',
  'transfer.read_own',
  'transfer.read_all',
  'transfer.approve',
  'approval.delegate',
  'transfer.revoke_own',
  'transfer.revoke_all',
  'basis.record',
  'record.read',
  'record.manage',
  'recipient.manage',
  'staff.manage',
  'sandbox.read',
  'log.read',
  'meter.read',
  'settings.read',
  'register.read',
  'duty.read',
  'duty.manage',
  'policy.manage',
  'connection.read',
  'connection.manage',
  'door.read',
  'door.manage',
  'archive.read',
  'incident.manage',
  'proof.read',
  'posture.read',
  'posture.manage',
  'access.read',
  'access.manage',
  'accesses.read',
  'trace.read',
  'trace.manage',
  'pseudonym.make',
  'sweep.read',
  'sweep.manage',
  'level.read',
  'level.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/**
 * Officers run the installation and lift objections, senders send and end what is theirs, auditors read and change nothing.
 * That nobody approves his own transfer is a rule of the approval, not of the role.
 */
export const ROLE_PERMISSIONS = {
  officer: PERMISSIONS,
  sender: [
    'transfer.submit',
    'transfer.read_own',
    'transfer.revoke_own',
    'basis.record',
    'record.read',
    'recipient.manage',
    'meter.read',
    'sandbox.read',
    'pseudonym.make',
  ],
  auditor: [
    'transfer.read_all',
    'record.read',
    'log.read',
    'meter.read',
    'settings.read',
    'sandbox.read',
    'register.read',
    'duty.read',
    'connection.read',
    'door.read',
    'archive.read',
    'proof.read',
    'posture.read',
    'trace.read',
    'sweep.read',
    'level.read',
    'access.read',
    'accesses.read',
  ],
} as const satisfies Record<Role, readonly Permission[]>;

/** Returns whether the role holds the permission. What is not in the table is not permitted. */
export function may(role: Role, permission: Permission): boolean {
  const held: readonly Permission[] = ROLE_PERMISSIONS[role];
  return held.includes(permission);
}
