import { z } from 'zod';
import type { DisplaySeen, Existence, Json, Looking, Sighting } from '../action.ts';

const Params = z.object({
  incident: z.string(),
  org: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  target_kind: z.literal('display'),
  target_id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/),
});
type Params = z.infer<typeof Params>;

/** The canonical target of a display. */
export const targetOf = (id: string): string => `display/${id}`;

/** What all actions on displays have in common: the display that an alert names, in its organisation. */
export const displayTarget = {
  inOrganisation: true,
  params: Params,
  canonicalTarget: ({ target_id }: Params) => targetOf(target_id),
  async exists({ org, target_id }: Params, look: Looking): Promise<Existence> {
    const display = await look.displays(org).getDisplay(target_id);
    return display === null
      ? { found: false, saw: 'the platform knows no such display' }
      : { found: true, saw: 'read by its id' };
  },
  population: ({ org }: Pick<Params, 'org'>, look: Looking) => look.displays(org).countDisplays(),
} as const;

/** The look at a display that is gone. */
export const goneDisplay: Sighting = {
  finding: { verdict: 'good' },
  objection: { reason: 'target_unknown', saw: 'the platform knows no such display' },
  plan: null,
  evidence: {},
  before: {},
};

/** A display that people have switched off is left alone, whatever is wrong with it. */
export const objectionToDisabled = ({ isDisabled }: DisplaySeen): Sighting['objection'] =>
  isDisabled ? { reason: 'disabled_by_person', saw: 'the display is disabled' } : undefined;

export const shownDisplay = ({ status, lastHeartbeat, isDisabled }: DisplaySeen): Json => ({
  status,
  last_heartbeat: lastHeartbeat,
  is_disabled: isDisabled,
});
