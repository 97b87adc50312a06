/** The ways from Alertmanager that a test can take; the values of the label `way`, and a closed set. */
export const WAYS = ['slack', 'email', 'remediator'] as const;
export type Way = (typeof WAYS)[number];

/** The alert that tests them. It asks for nothing, and is routed by itself. */
export const TEST_ALERT = 'NotificationTest';

/** How people are told which way a test took. */
export const WAY_NAMES: Readonly<Record<Way, string>> = {
  slack: 'Slack',
  email: 'email',
  remediator: "the remediator's webhook",
};
