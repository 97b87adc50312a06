CREATE TABLE organizations (
  "id" text PRIMARY KEY,
  "name" text NOT NULL,
  "slug" text NOT NULL UNIQUE,
  "logoUrl" text,
  "subscriptionTier" text NOT NULL,
  "screenQuota" integer NOT NULL,
  "stripeCustomerId" text,
  "stripeSubscriptionId" text,
  "billingEmail" text,
  "trialEndsAt" timestamp(3),
  "subscriptionStatus" text NOT NULL,
  "settings" jsonb,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "razorpayCustomerId" text,
  "razorpaySubscriptionId" text,
  "paymentProvider" text,
  "country" text,
  "storageUsedBytes" bigint NOT NULL,
  "storageQuotaBytes" bigint NOT NULL,
  "gstin" text,
  "entitlementStateSince" timestamp(3),
  "mfaRequired" boolean NOT NULL,
  "billingEventAt" timestamp(3)
);

CREATE TABLE users (
  "id" text PRIMARY KEY,
  "email" text NOT NULL UNIQUE,
  "passwordHash" text,
  "clerkUserId" text,
  "firstName" text NOT NULL,
  "lastName" text NOT NULL,
  "role" text NOT NULL,
  "avatar" text,
  "isActive" boolean NOT NULL,
  "lastLoginAt" timestamp(3),
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "isSuperAdmin" boolean NOT NULL,
  "mfaEnabled" boolean NOT NULL,
  "mfaSecret" text,
  "mfaEnrolledAt" timestamp(3)
);

CREATE TABLE "Playlist" (
  "id" text PRIMARY KEY,
  "name" text NOT NULL,
  "description" text,
  "isDefault" boolean NOT NULL,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "loop" boolean NOT NULL
);

CREATE TABLE devices (
  "id" text PRIMARY KEY,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "deviceIdentifier" text NOT NULL UNIQUE,
  "nickname" text,
  "description" text,
  "location" text,
  "pairingCode" text,
  "pairingCodeExpiresAt" timestamp(3),
  "jwtToken" text,
  "socketId" text,
  "status" text NOT NULL,
  "orientation" text NOT NULL,
  "resolution" text,
  "lastHeartbeat" timestamp(3),
  "metadata" jsonb,
  "timezone" text NOT NULL,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "pairedAt" timestamp(3),
  "unpairedAt" timestamp(3),
  "currentPlaylistId" text REFERENCES "Playlist" ON DELETE SET NULL,
  "lastScreenshot" text,
  "lastScreenshotAt" timestamp(3),
  "isDisabled" boolean NOT NULL
);

CREATE TABLE "Content" (
  "id" text PRIMARY KEY,
  "name" text NOT NULL,
  "description" text,
  "type" text NOT NULL,
  "url" text NOT NULL,
  "thumbnail" text,
  "duration" integer NOT NULL,
  "fileSize" integer,
  "mimeType" text,
  "metadata" jsonb,
  "status" text NOT NULL,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "templateOrientation" text,
  "expiresAt" timestamp(3),
  "replacementContentId" text REFERENCES "Content" ON DELETE SET NULL,
  "previousVersionId" text REFERENCES "Content" ON DELETE SET NULL,
  "versionNumber" integer NOT NULL,
  "folderId" text,
  "isGlobal" boolean NOT NULL
);

CREATE TABLE "PlaylistItem" (
  "id" text PRIMARY KEY,
  "order" integer NOT NULL,
  "duration" integer,
  "createdAt" timestamp(3) NOT NULL,
  "playlistId" text NOT NULL REFERENCES "Playlist" ON DELETE CASCADE,
  "contentId" text NOT NULL REFERENCES "Content" ON DELETE CASCADE
);

CREATE TABLE "DisplayGroup" (
  "id" text PRIMARY KEY,
  "name" text NOT NULL,
  "description" text,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE
);

CREATE TABLE "DisplayGroupMember" (
  "id" text PRIMARY KEY,
  "createdAt" timestamp(3) NOT NULL,
  "displayId" text NOT NULL REFERENCES devices ON DELETE CASCADE,
  "displayGroupId" text NOT NULL REFERENCES "DisplayGroup" ON DELETE CASCADE,
  UNIQUE ("displayId", "displayGroupId")
);

CREATE TABLE "Schedule" (
  "id" text PRIMARY KEY,
  "name" text NOT NULL,
  "description" text,
  "startDate" timestamp(3) NOT NULL,
  "endDate" timestamp(3),
  "daysOfWeek" integer[],
  "priority" integer NOT NULL,
  "isActive" boolean NOT NULL,
  "createdAt" timestamp(3) NOT NULL,
  "updatedAt" timestamp(3) NOT NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "playlistId" text NOT NULL REFERENCES "Playlist" ON DELETE CASCADE,
  "displayId" text REFERENCES devices ON DELETE CASCADE,
  "displayGroupId" text REFERENCES "DisplayGroup" ON DELETE CASCADE,
  "startTime" integer,
  "endTime" integer
);

CREATE TABLE "AuditLog" (
  "id" text PRIMARY KEY,
  "action" text NOT NULL,
  "entityType" text NOT NULL,
  "entityId" text NOT NULL,
  "changes" jsonb,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamp(3) NOT NULL,
  "userId" text REFERENCES users ON DELETE SET NULL,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "displayId" text REFERENCES devices ON DELETE SET NULL
);

CREATE TABLE content_impressions (
  "id" text PRIMARY KEY,
  "organizationId" text NOT NULL REFERENCES organizations ON DELETE CASCADE,
  "contentId" text NOT NULL REFERENCES "Content" ON DELETE CASCADE,
  "displayId" text NOT NULL REFERENCES devices ON DELETE CASCADE,
  "playlistId" text REFERENCES "Playlist" ON DELETE SET NULL,
  "duration" integer,
  "completionPercentage" integer,
  "timestamp" timestamp(3) NOT NULL,
  "date" date NOT NULL,
  "hour" integer NOT NULL
);

CREATE TABLE refresh_tokens (
  "id" text PRIMARY KEY,
  "userId" text NOT NULL REFERENCES users ON DELETE CASCADE,
  "tokenHash" text NOT NULL UNIQUE,
  "familyId" text NOT NULL,
  "createdAt" timestamp(3) NOT NULL,
  "expiresAt" timestamp(3) NOT NULL,
  "revokedAt" timestamp(3),
  "replacedByTokenHash" text,
  "userAgent" text,
  "ip" text,
  "lastUsedAt" timestamp(3)
);

CREATE TABLE alert_rule_fires (
  "id" text PRIMARY KEY,
  "alertRuleId" text NOT NULL,
  "deviceId" text NOT NULL REFERENCES devices ON DELETE CASCADE,
  "lastFiredAt" timestamp(3) NOT NULL,
  "createdAt" timestamp(3) NOT NULL
);

CREATE INDEX ON users ("organizationId");
CREATE INDEX ON devices ("organizationId", "createdAt" DESC);
CREATE INDEX ON devices ("currentPlaylistId");
CREATE INDEX ON devices ("status", "lastHeartbeat");
CREATE INDEX ON "Content" ("organizationId", "createdAt" DESC);
CREATE INDEX ON "Content" ("replacementContentId");
CREATE INDEX ON "Content" ("previousVersionId");
CREATE INDEX ON "Content" ("status", "expiresAt");
CREATE INDEX ON "Playlist" ("organizationId", "createdAt" DESC);
CREATE INDEX ON "PlaylistItem" ("playlistId", "order");
CREATE INDEX ON "PlaylistItem" ("contentId");
CREATE INDEX ON "DisplayGroup" ("organizationId");
CREATE INDEX ON "DisplayGroupMember" ("displayGroupId");
CREATE INDEX ON "Schedule" ("organizationId", "priority" DESC, "createdAt" DESC);
CREATE INDEX ON "Schedule" ("playlistId");
CREATE INDEX ON "Schedule" ("displayId");
CREATE INDEX ON "Schedule" ("displayGroupId");
CREATE INDEX ON "AuditLog" ("organizationId", "createdAt");
CREATE INDEX ON "AuditLog" ("userId");
CREATE INDEX ON "AuditLog" ("displayId");
CREATE INDEX ON content_impressions ("organizationId", "date");
CREATE INDEX ON content_impressions ("contentId");
CREATE INDEX ON content_impressions ("displayId");
CREATE INDEX ON content_impressions ("playlistId");
CREATE INDEX ON refresh_tokens ("userId");
CREATE INDEX ON alert_rule_fires ("deviceId");
