import { bad, type Finding, good, unknown } from '../verdict.ts';

const SOUND = ['online', 'offline', 'pairing'];

/** Does the display say that it is in error? One that is disabled is nobody's worry. */
export function displayError(display: { readonly status: string; readonly isDisabled: boolean }): Finding {
  if (display.isDisabled || SOUND.includes(display.status)) return good;
  if (display.status === 'error') return bad('its status is error');
  return unknown('unknown_shape', 'its status is a word that we do not know');
}
