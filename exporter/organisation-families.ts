import { type Family, sampleLine } from '../core/metrics/family.ts';
import type { WatchedOrganisation } from './watched-organisation.ts';

/** Of which class each organisation is, for alerts that say only which organisation they are about. */
export function organisationFamilies(
  organisations: readonly Pick<WatchedOrganisation, 'slug' | 'class'>[],
): Family[] {
  const name = 'vizora_organization_info';
  return [
    {
      name,
      help: '1 for each organisation that is looked at, with its class.',
      type: 'gauge',
      lines: organisations.map(({ slug, class: orgClass }) =>
        sampleLine(name, { org: slug(), org_class: orgClass }, 1),
      ),
    },
  ];
}
