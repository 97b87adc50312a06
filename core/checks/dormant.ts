/** A display or a place that has been silent for longer is no outage any more: it was given up, or forgotten. */
export const DORMANT_AFTER_MS = 7 * 86_400_000;
