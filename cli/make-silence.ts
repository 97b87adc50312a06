import { exactly, matchersOfGroup } from '../core/alertmanager/alert-group.ts';
import { equals } from '../core/alertmanager/alertmanager.ts';
import type { ActiveAlert, NewSilence } from '../core/alertmanager/schema.ts';
import { alertNameOf, isIncidentType } from '../core/incidents.ts';
import { askEach, demandAll } from './ask-each.ts';
import { UsageError } from './ask-remediator.ts';
import { EXIT } from './exit.ts';
import { describeMatchers } from './known-silences.ts';
import { moment, plain } from './print-table.ts';
import type { RunOnSilences, SilenceContext } from './silence-context.ts';

/** What is to be silenced, as it was asked for. */
export interface SilenceWish {
  /** The name of an alert, or the type of an incident. */
  readonly about: string;
  /** Empty for alerts that name none; undefined: whichever is the only one of which it fires. */
  readonly org: string | undefined;
  /** `kind/id`, for one target alone. */
  readonly target: string | undefined;
  readonly lastingMs: number;
  readonly reason: string;
  readonly by: string;
}

const WIDEST_LINE = 500;
const LONGEST_REASON = 500;
const LONGEST_MS = 365 * 86_400_000;

/**
 * Silences one group of alerts, as the link of its messages would, in every Alertmanager. The machine's copies match it
 * too, so that it also holds its hand.
 */
export const makeSilence =
  (wish: SilenceWish): RunOnSilences =>
  async (context) => {
    const { alertmanagers, json, print, now } = context;
    const alertname = nameOf(wish.about);
    const reason = wish.reason.trim();
    if (reason === '' || reason.length > LONGEST_REASON) {
      throw new UsageError(`a reason is needed, of ${LONGEST_REASON} characters at most`);
    }
    if (wish.lastingMs === 0 || wish.lastingMs > LONGEST_MS) {
      throw new UsageError('a silence must last for a while, and for a year at most');
    }
    const narrower = wish.target === undefined ? [] : matchersOfTarget(wish.target);
    const firing = await askEach(alertmanagers, (one) => one.alerts([equals('alertname', alertname)]));
    const alerts = firing.answered.flatMap(({ value }) => value);
    if (wish.org === undefined) demandAll(firing, 'asked');
    const org = wish.org ?? onlyOrganisation(alertname, alerts);
    const silence: NewSilence = {
      matchers: [...matchersOfGroup({ alertname, org }), ...narrower],
      startsAt: new Date(now()).toISOString(),
      endsAt: new Date(now() + wish.lastingMs).toISOString(),
      createdBy: wish.by,
      comment: reason,
    };
    const made = await askEach(alertmanagers, (one) => one.addSilence(silence));
    const silences = made.answered.map(({ alertmanager, value: id }) => ({ alertmanager, id }));
    if (json) print(JSON.stringify({ ...silence, silences, failed: made.failed }, null, 2));
    else if (silences.length > 0) tell(context, silence, silences, alerts);
    demandAll(made, 'silenced');
    return EXIT.good;
  };

function tell(
  { print }: SilenceContext,
  silence: NewSilence,
  silences: readonly { readonly id: string }[],
  alerts: readonly ActiveAlert[],
): void {
  const held = new Map(
    alerts
      .filter(({ labels }) => silence.matchers.every(({ name, value }) => (labels[name] ?? '') === value))
      .map((alert) => [alert.fingerprint, alert]),
  );
  const asking = [...held.values()].filter(({ labels }) => (labels['remediation'] ?? '') !== '').length;
  const what = plain(describeMatchers(silence.matchers), WIDEST_LINE);
  const who = plain(silence.createdBy, WIDEST_LINE);
  print(`Silenced until ${moment(silence.endsAt)} by ${who}: ${what}`);
  if (held.size === 0) print('No such alert fires now: is that its name, and that the organisation?');
  else print(`It holds ${held.size} that fire now, ${asking} of which ask the machine for a repair.`);
  print(`To end it: vizora-ops silence end ${silences[0]?.id}`);
}

function nameOf(about: string): string {
  if (isIncidentType(about)) return alertNameOf(about);
  if (about === '' || /^[a-z]+(_[a-z]+)*$/.test(about)) {
    throw new UsageError(`no incident is called "${about}"; docs/runbooks has a page for each alert`);
  }
  return about;
}

function matchersOfTarget(target: string): NewSilence['matchers'] {
  const slash = target.indexOf('/');
  if (slash <= 0 || slash === target.length - 1) {
    throw new UsageError(`a target is written as in display/DISPLAY-ID, not "${target}"`);
  }
  return [exactly('target_kind', target.slice(0, slash)), exactly('target_id', target.slice(slash + 1))];
}

/** A guess would silence what nobody asked for. */
function onlyOrganisation(alertname: string, alerts: readonly ActiveAlert[]): string {
  const found = [...new Set(alerts.map(({ labels }) => labels['org'] ?? ''))].sort();
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const which = found.length === 0 ? 'it does not fire now' : `it fires for ${found.join(', ')}`;
  throw new UsageError(`name the organisation with --org: "${alertname}" is silenced in one, and ${which}`);
}
