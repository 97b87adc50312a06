import { serviceDown } from '../../core/checks/service-down.ts';
import { PLATFORM, SERVICES, type ServiceName, type Target } from '../../core/target.ts';
import { covered, judge, type Moment, type Snapshot, type Statement } from '../agent.ts';

/** Does each service live? */
export function* judgeServices(
  { samples, maxAge }: Snapshot['services'],
  { now }: Moment,
): Iterable<Statement> {
  yield covered('service_down', PLATFORM);
  for (const service of SERVICES) {
    yield judge('service_down', serviceTarget(service), serviceDown(samples[service], now, maxAge));
  }
}

export const serviceTarget = (service: ServiceName): Target => ({
  kind: 'service',
  id: service,
  org: PLATFORM,
  name: service,
});
