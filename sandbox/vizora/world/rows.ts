/** Rows as they stand in PostgreSQL, under their physical names. Times are ISO-8601 strings in UTC. */

export interface OrganizationRow {
  id: string;
  name: string;
  slug: string;
  logoUrl: string | null;
  subscriptionTier: string;
  screenQuota: number;
  stripeCustomerId: string | null;
  stripeSubscriptionId: string | null;
  razorpayCustomerId: string | null;
  razorpaySubscriptionId: string | null;
  paymentProvider: string | null;
  country: string | null;
  gstin: string | null;
  billingEmail: string | null;
  trialEndsAt: string | null;
  subscriptionStatus: string;
  entitlementStateSince: string | null;
  billingEventAt: string | null;
  mfaRequired: boolean;
  storageUsedBytes: number;
  storageQuotaBytes: number;
  settings: unknown;
  createdAt: string;
  updatedAt: string;
}

export interface UserRow {
  id: string;
  email: string;
  passwordHash: string | null;
  clerkUserId: string | null;
  firstName: string;
  lastName: string;
  role: Role;
  avatar: string | null;
  isActive: boolean;
  lastLoginAt: string | null;
  createdAt: string;
  updatedAt: string;
  organizationId: string;
  isSuperAdmin: boolean;
  mfaEnabled: boolean;
  mfaSecret: string | null;
  mfaEnrolledAt: string | null;
}

export const ROLES = ['viewer', 'manager', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface DeviceRow {
  id: string;
  organizationId: string;
  deviceIdentifier: string;
  nickname: string | null;
  description: string | null;
  location: string | null;
  pairingCode: string | null;
  pairingCodeExpiresAt: string | null;
  jwtToken: string | null;
  /** Set while the device holds a socket to the realtime gateway, which keeps its heartbeat fresh. */
  socketId: string | null;
  status: string;
  orientation: string;
  resolution: string | null;
  lastHeartbeat: string | null;
  metadata: unknown;
  timezone: string;
  lastScreenshot: string | null;
  lastScreenshotAt: string | null;
  isDisabled: boolean;
  currentPlaylistId: string | null;
  createdAt: string;
  updatedAt: string;
  pairedAt: string | null;
  unpairedAt: string | null;
}

export interface ContentRow {
  id: string;
  name: string;
  description: string | null;
  type: string;
  url: string;
  thumbnail: string | null;
  duration: number;
  fileSize: number | null;
  mimeType: string | null;
  metadata: unknown;
  status: string;
  isGlobal: boolean;
  templateOrientation: string | null;
  createdAt: string;
  updatedAt: string;
  expiresAt: string | null;
  replacementContentId: string | null;
  previousVersionId: string | null;
  versionNumber: number;
  organizationId: string;
  folderId: string | null;
}

export interface PlaylistRow {
  id: string;
  name: string;
  description: string | null;
  loop: boolean;
  isDefault: boolean;
  createdAt: string;
  updatedAt: string;
  organizationId: string;
}

export interface PlaylistItemRow {
  id: string;
  order: number;
  duration: number | null;
  createdAt: string;
  playlistId: string;
  contentId: string;
}

export interface ScheduleRow {
  id: string;
  name: string;
  description: string | null;
  startDate: string;
  endDate: string | null;
  startTime: number | null;
  endTime: number | null;
  daysOfWeek: number[];
  priority: number;
  isActive: boolean;
  createdAt: string;
  updatedAt: string;
  organizationId: string;
  playlistId: string;
  displayId: string | null;
  displayGroupId: string | null;
}

export interface DisplayGroupRow {
  id: string;
  name: string;
  description: string | null;
  createdAt: string;
  updatedAt: string;
  organizationId: string;
}

export interface DisplayGroupMemberRow {
  id: string;
  createdAt: string;
  displayId: string;
  displayGroupId: string;
}

/** A whole world, table by table; in this order rows may be inserted without breaking a reference. */
export interface WorldRows {
  organizations: OrganizationRow[];
  users: UserRow[];
  Playlist: PlaylistRow[];
  devices: DeviceRow[];
  Content: ContentRow[];
  PlaylistItem: PlaylistItemRow[];
  DisplayGroup: DisplayGroupRow[];
  DisplayGroupMember: DisplayGroupMemberRow[];
  Schedule: ScheduleRow[];
}
