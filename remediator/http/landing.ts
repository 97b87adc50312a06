import type { LoadedConfig } from '../../core/config/load.ts';
import type { Landing } from '../../core/http/landing-page.ts';
import { modesInForce } from '../in-force/modes-in-force.ts';
import type { StopInForce } from '../in-force/stops-in-force.ts';

type Settings = LoadedConfig['remediator'];

const MEANING = {
  off: 'alerts are ignored',
  observe: 'decides and writes down, changes nothing',
  approve: 'asks a person before each repair',
  act: 'repairs what every gate lets through',
} as const;

/** The page at `/`: only what `/metrics` shows to everybody, too, unless no operator token is configured. */
export function landing(settings: Settings, stops: () => readonly StopInForce[]): Landing {
  const guarded = settings.operator_token_file !== undefined;
  const readable = ['status', 'remediations', 'decisions'].map((name) => ({
    href: `/api/v1/${name}`,
    text: `${name} (JSON)`,
  }));
  return {
    title: 'Vizora Ops remediator',
    about: [
      'Repairs what Alertmanager asks for, once it has seen the fault itself, and verifies the repair.',
      'What it decided and did, gate by gate: vizora-ops status, remediations, decisions, explain.' +
        (guarded ? ' Its API asks for the operator token.' : ''),
    ],
    links: [
      { href: '/metrics', text: 'Metrics' },
      { href: '/-/healthy', text: 'Healthy' },
      { href: '/-/ready', text: 'Ready' },
      ...(guarded ? [] : readable),
    ],
    tables: () => [
      {
        caption: 'In force',
        columns: ['action', 'mode', 'which means'],
        rows: Object.entries(modesInForce(settings)).map(([what, mode]) => [what, mode, MEANING[mode]]),
      },
      stopsTable(stops()),
    ],
  };
}

function stopsTable(stops: readonly StopInForce[]) {
  return {
    caption: stops.length === 0 ? 'Nobody has stopped it' : 'Stopped: nothing is executed',
    columns: ['stopped by'],
    rows: stops.map(({ source }) => [source]),
  };
}
