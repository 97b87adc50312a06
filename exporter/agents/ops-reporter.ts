import { alertmanagerUnreachable } from '../../core/checks/alertmanager-unreachable.ts';
import { channelNotConfigured } from '../../core/checks/channel-not-configured.ts';
import { digestNotSent } from '../../core/checks/digest-not-sent.ts';
import { statusNotDelivered } from '../../core/checks/status-not-delivered.ts';
import type { IncidentType } from '../../core/incidents.ts';
import { PLATFORM, type Target } from '../../core/target.ts';
import type { Finding } from '../../core/verdict.ts';
import { covered, defineAgent, judge, type Statement } from '../agent.ts';

/** Finds that what is said does not reach those whom it is for. */
export const opsReporter = defineAgent({
  name: 'ops-reporter',
  needs: ['reporting'],
  raises: ['status_not_delivered', 'alertmanager_unreachable', 'digest_not_sent', 'channel_not_configured'],
  *inspect({ reporting }, { now, checks }) {
    const { status, alertmanager, digest, channels } = reporting;
    yield* about(
      'status_not_delivered',
      status && statusNotDelivered(status, now, checks.status_not_delivered.after),
    );
    yield* about(
      'alertmanager_unreachable',
      alertmanager && alertmanagerUnreachable(alertmanager, now, checks.alertmanager_unreachable.after),
    );
    yield* about('digest_not_sent', digest && digestNotSent(digest));
    yield* about('channel_not_configured', channelNotConfigured(channels));
  },
});

const ourselves: Target = { kind: 'agent', id: 'ops-reporter', org: PLATFORM, name: 'ops-reporter' };

/** What is not configured cannot fail: what was known of it is over. */
function* about<Type extends IncidentType>(incident: Type, finding: Finding | null): Iterable<Statement> {
  yield covered(incident, PLATFORM);
  if (finding !== null) yield judge(incident, ourselves, finding);
}
