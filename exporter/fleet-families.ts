import { type DisplayState, displayState, type ReadTime } from '../core/checks/display-state.ts';
import { DORMANT_AFTER_MS } from '../core/checks/dormant.ts';
import { type Family, type Labels, sampleLine } from '../core/metrics/family.ts';
import type { Display } from '../core/vizora/display.ts';
import type { RealtimeCounts } from './gather/gather-realtime.ts';
import type { Reading, Snapshot } from './snapshot.ts';

type Displays = Snapshot['displays'];
type Sample = [labels: Labels, value: number];

const family = (name: string, help: string, samples: readonly Sample[], type: Family['type'] = 'gauge') => ({
  name,
  help,
  type,
  lines: samples.map(([labels, value]) => sampleLine(name, labels, value)),
});

/** In this order: each display is counted once, under the first that holds. */
const STATES = [
  'disabled',
  'pairing',
  'never_seen',
  'unknown',
  'dormant',
  'offline',
  'error',
  'online',
] as const;
type CountedState = (typeof STATES)[number];

const AGES_SECONDS = [60, 150, 900, 3_600, 86_400, 604_800, Number.POSITIVE_INFINITY] as const;

export interface FleetTime {
  readonly now: number;
  readonly clockSkewMs: number | null;
  /** In ms of silence: from then on a display is offline. */
  readonly offlineAfterMs: number;
}

/** The displays of each organisation as its list was last read; nothing of one whose list was not read whole. */
export function displayFamilies(displays: Displays | null, time: FleetTime): Family[] {
  const whole = (displays ?? []).flatMap(({ org, scan }) =>
    scan.complete ? [{ org, seen: seenIn(scan.items, scan.at, time) }] : [],
  );
  const all = displays !== null && whole.length === displays.length;
  const heard = whole.flatMap(({ seen }) => seen).filter(({ state }) => state.kind === 'heard').length;
  return [
    family(
      'vizora_displays',
      `Displays by state, each counted once, under the first that holds of ${STATES.join(', ')}.`,
      whole.flatMap(({ org, seen }) =>
        STATES.map((state): Sample => [{ org, state }, seen.filter((one) => one.counted === state).length]),
      ),
    ),
    family(
      'vizora_displays_heartbeat_age',
      'Paired and enabled displays whose last heartbeat was at most so many seconds old when they were read.',
      whole.flatMap(({ org, seen }) =>
        AGES_SECONDS.map(
          (seconds): Sample => [
            { org, up_to: seconds === Number.POSITIVE_INFINITY ? '+Inf' : seconds },
            seen.filter(({ ageMs }) => ageMs !== null && ageMs <= seconds * 1_000).length,
          ],
        ),
      ),
    ),
    family(
      'vizora_displays_online_seen',
      'Displays of all organisations whose heartbeat was fresh; no series unless all lists were read whole.',
      all ? [[{}, heard]] : [],
    ),
  ];
}

interface SeenDisplay {
  readonly state: DisplayState;
  readonly counted: CountedState;
  /** Null where there is no heartbeat that counts. */
  readonly ageMs: number | null;
}

function seenIn(items: readonly Display[], at: number, time: FleetTime): readonly SeenDisplay[] {
  const skew = time.clockSkewMs ?? 0;
  const read: ReadTime = { from: at - skew, to: time.now - skew };
  return items.map((display) => {
    const state = displayState(display, read, time.offlineAfterMs);
    const ageMs = 'heartbeat' in state ? read.from - state.heartbeat : null;
    return { state, counted: countedAs(display, state, ageMs ?? 0), ageMs };
  });
}

function countedAs({ status }: Display, { kind }: DisplayState, ageMs: number): CountedState {
  if (kind === 'silent') return ageMs > DORMANT_AFTER_MS ? 'dormant' : 'offline';
  if (kind === 'heard') return status === 'error' ? 'error' : 'online';
  return kind;
}

/** Renders once for each reading of the displays, however often it is asked. */
export function renderedOncePerReading(
  render: (displays: Displays | null) => readonly Family[],
): (displays: Displays | null) => readonly Family[] {
  let rendered: { readonly displays: Displays | null; readonly families: readonly Family[] } | null = null;
  return (displays) => {
    if (rendered?.displays !== displays) rendered = { displays, families: render(displays) };
    return rendered.families;
  };
}

/** The realtime gateway's own count beside ours; nothing while it cannot be read. */
export function realtimeFamilies(reading: Reading<RealtimeCounts> | null): Family[] {
  const counts = reading?.value ?? null;
  return [
    family(
      'vizora_realtime_devices_online',
      'Displays of all organisations that hold a connection, as the realtime gateway counts them.',
      counts === null ? [] : [[{}, counts.devicesOnline]],
    ),
    family(
      'vizora_realtime_heartbeats_total',
      'Heartbeats since the realtime gateway started, by whether it took them.',
      counts === null
        ? []
        : [
            [{ success: 'true' }, counts.heartbeats.accepted],
            [{ success: 'false' }, counts.heartbeats.refused],
          ],
      'counter',
    ),
  ];
}
