import type { DashboardBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { frame } from '../frame.ts';
import { stacked } from '../panels/bars.ts';
import { coverageTable } from '../panels/coverage-table.ts';
import { displayFigures } from '../panels/display-figures.ts';
import { flappingDisplays, offlineByPlace, troubledDisplays } from '../panels/display-tables.ts';
import { displaysByOrganisation } from '../panels/displays-by-organisation.ts';
import { heading } from '../panels/heading.ts';
import { heartbeatAges } from '../panels/heartbeat-ages.ts';
import { lines } from '../panels/lines.ts';
import { usedShare } from '../panels/used-share.ts';
import { organisations } from '../variables.ts';

/** The displays of all organisations, what they are to show, and how much of both is seen. */
export function vizoraFleet(): DashboardBuilder {
  const dashboard = frame({
    uid: 'vizora-fleet',
    title: 'Vizora fleet',
    description: 'Which displays play, which do not and where, and what there is to be shown.',
  }).withVariable(organisations());

  for (const panel of displayFigures()) dashboard.withPanel(panel);
  return dashboard
    .withPanel(displaysByOrganisation())
    .withPanel(
      stacked(
        lines({
          title: 'Displays by state',
          description: 'Each display is in one state. A gap is a time when a list could not be read whole.',
          queries: [['sum by (state) (vizora_displays{org=~"$org"})', '{{state}}']],
          unit: 'short',
        }),
      ),
    )
    .withPanel(heartbeatAges())
    .withPanel(troubledDisplays())
    .withPanel(offlineByPlace())
    .withPanel(flappingDisplays())
    .withPanel(
      lines({
        title: 'Our count beside that of the gateway',
        description:
          'Displays of all organisations whose heartbeat is fresh, and those that hold a connection to the gateway. ' +
          'Two lines that part say that heartbeats are lost, or that there are organisations that we do not watch.',
        queries: [
          ['max(vizora_displays_online_seen)', 'fresh heartbeat'],
          ['max(vizora_realtime_devices_online)', 'connected to the gateway'],
        ],
        unit: 'short',
      }),
    )
    .withPanel(
      lines({
        title: 'Incidents of displays',
        description:
          'Open incidents of displays and places by type; exact even where there are too many to be told.',
        queries: [
          [
            'sum by (incident) (vizora_incidents{agent="fleet-manager", state=~"open|unverified", org=~"$org"})',
            '{{incident}}',
          ],
        ],
        unit: 'short',
      }),
    )
    .withRow(heading('What there is to show'))
    .withPanel(
      stacked(
        lines({
          title: 'Contents by status',
          description: 'Contents when their list was last read whole.',
          queries: [['sum by (status) (vizora_content_items{org=~"$org"}) > 0', '{{status}}']],
          unit: 'short',
        }),
      ),
    )
    .withPanel(
      usedShare({
        title: 'Storage of organisations',
        description: 'Share of its quota that each organisation uses; critical from 90 % on.',
        expr: 'max by (target_id) (vizora_storage_used_ratio{target_kind="organization", org=~"$org"})',
      }),
    )
    .withPanel(
      lines({
        title: 'Contents not known in detail',
        description:
          'Contents whose own row has not been read since they changed: of these, expiry and use are unknown.',
        queries: [['sum by (org) (vizora_content_details_wanted{org=~"$org"})', '{{org}}']],
        unit: 'short',
      }),
    )
    .withPanel(
      lines({
        title: 'Storage used',
        description: 'Bytes that each organisation uses of its quota.',
        queries: [
          ['max by (org) (vizora_storage_used_bytes{org=~"$org"})', '{{org}}'],
          ['max by (org) (vizora_storage_quota_bytes{org=~"$org"})', 'quota of {{org}}'],
        ],
        unit: 'bytes',
      }),
    )
    .withRow(heading('How much of it is seen'))
    .withPanel(coverageTable());
}
