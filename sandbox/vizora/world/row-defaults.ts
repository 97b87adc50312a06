import { randomUUID } from 'node:crypto';
import { cuidOf, uuidOf } from './ids.ts';
import type {
  ContentRow,
  DeviceRow,
  DisplayGroupMemberRow,
  DisplayGroupRow,
  OrganizationRow,
  PlaylistItemRow,
  PlaylistRow,
  ScheduleRow,
  UserRow,
} from './rows.ts';

export const MINUTE = 60_000;
export const DAY = 24 * 60 * MINUTE;
export const iso = (ms: number): string => new Date(ms).toISOString();

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const GIBIBYTE = 1024 ** 3;

const newCuid = (): string => cuidOf(randomUUID());
const created = (now: number) => ({ createdAt: iso(now), updatedAt: iso(now) });

/** An organisation that pays and has room. */
export const organizationRow = (now: number, given: Partial<OrganizationRow> = {}): OrganizationRow => ({
  id: randomUUID(),
  name: 'Some Organisation',
  slug: `org-${randomUUID().slice(0, 8)}`,
  logoUrl: null,
  subscriptionTier: 'enterprise',
  screenQuota: -1,
  stripeCustomerId: null,
  stripeSubscriptionId: null,
  razorpayCustomerId: null,
  razorpaySubscriptionId: null,
  paymentProvider: null,
  country: 'US',
  gstin: null,
  billingEmail: null,
  trialEndsAt: iso(now + 30 * DAY),
  subscriptionStatus: 'active',
  entitlementStateSince: iso(now),
  billingEventAt: null,
  mfaRequired: false,
  storageUsedBytes: 0,
  storageQuotaBytes: GIBIBYTE,
  settings: null,
  ...created(now),
  ...given,
});

/** An active viewer without a password: nobody can log in until one is given. */
export const userRow = (now: number, given: Pick<UserRow, 'organizationId'> & Partial<UserRow>): UserRow => ({
  id: randomUUID(),
  email: `${randomUUID().slice(0, 8)}@example.com`,
  passwordHash: null,
  clerkUserId: null,
  firstName: 'Some',
  lastName: 'User',
  role: 'viewer',
  avatar: null,
  isActive: true,
  lastLoginAt: null,
  isSuperAdmin: false,
  mfaEnabled: false,
  mfaSecret: null,
  mfaEnrolledAt: null,
  ...created(now),
  ...given,
});

/** A paired display that is online and holds a socket. */
export const deviceRow = (
  now: number,
  given: Pick<DeviceRow, 'organizationId'> & Partial<DeviceRow>,
): DeviceRow => {
  const id = given.id ?? randomUUID();
  return {
    id,
    deviceIdentifier: `device-${id}`,
    nickname: 'Some display',
    description: null,
    location: null,
    pairingCode: null,
    pairingCodeExpiresAt: null,
    jwtToken: null,
    socketId: `socket-${uuidOf(id).slice(0, 13)}`,
    status: 'online',
    orientation: 'landscape',
    resolution: '1920x1080',
    lastHeartbeat: iso(now),
    metadata: null,
    timezone: 'UTC',
    lastScreenshot: null,
    lastScreenshotAt: null,
    isDisabled: false,
    currentPlaylistId: null,
    pairedAt: iso(now),
    unpairedAt: null,
    ...created(now),
    ...given,
  };
};

/** An active image that never expires. */
export const contentRow = (
  now: number,
  given: Pick<ContentRow, 'organizationId'> & Partial<ContentRow>,
): ContentRow => ({
  id: newCuid(),
  name: 'Some image',
  description: null,
  type: 'image',
  url: 'https://198.51.100.7/assets/some-image',
  thumbnail: null,
  duration: 15,
  fileSize: 250_000,
  mimeType: 'image/png',
  metadata: null,
  status: 'active',
  isGlobal: false,
  templateOrientation: null,
  expiresAt: null,
  replacementContentId: null,
  previousVersionId: null,
  versionNumber: 1,
  folderId: null,
  ...created(now),
  ...given,
});

export const playlistRow = (
  now: number,
  given: Pick<PlaylistRow, 'organizationId'> & Partial<PlaylistRow>,
): PlaylistRow => ({
  id: newCuid(),
  name: 'Some playlist',
  description: null,
  loop: true,
  isDefault: false,
  ...created(now),
  ...given,
});

export const playlistItemRow = (
  now: number,
  given: Pick<PlaylistItemRow, 'playlistId' | 'contentId'> & Partial<PlaylistItemRow>,
): PlaylistItemRow => ({ id: newCuid(), order: 0, duration: 10, createdAt: iso(now), ...given });

/** Active all day, every day, without an end. Needs a target: a display or a group. */
export const scheduleRow = (
  now: number,
  given: Pick<ScheduleRow, 'organizationId' | 'playlistId'> & Partial<ScheduleRow>,
): ScheduleRow => ({
  id: newCuid(),
  name: 'Some schedule',
  description: null,
  startDate: iso(now - DAY),
  endDate: null,
  startTime: null,
  endTime: null,
  daysOfWeek: EVERY_DAY,
  priority: 0,
  isActive: true,
  displayId: null,
  displayGroupId: null,
  ...created(now),
  ...given,
});

export const displayGroupRow = (
  now: number,
  given: Pick<DisplayGroupRow, 'organizationId'> & Partial<DisplayGroupRow>,
): DisplayGroupRow => ({ id: newCuid(), name: 'Some group', description: null, ...created(now), ...given });

export const displayGroupMemberRow = (
  now: number,
  given: Pick<DisplayGroupMemberRow, 'displayId' | 'displayGroupId'> & Partial<DisplayGroupMemberRow>,
): DisplayGroupMemberRow => ({ id: newCuid(), createdAt: iso(now), ...given });
