import { type Gate, pass, refuse } from './gate.ts';

/** Is there such an action, for this incident, and do the labels name a target of it? */
export const actionKnownGate: Gate = {
  name: 'action_known',
  askedAgain: false,
  ask({ question, route }) {
    if (route.objection !== null) return refuse(route.objection.reason, route.objection.saw);
    return pass(`${question.action} on ${route.repair?.target}`);
  },
};
