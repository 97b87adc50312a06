import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Query {
  readonly refId: string;
  readonly expr: string;
  readonly range?: boolean;
  readonly datasource: object;
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: object;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly Query[];
  readonly transformations?: readonly { readonly id: string; readonly options: object }[];
  readonly fieldConfig?: {
    readonly defaults: {
      readonly unit?: string;
      readonly noValue?: string;
      readonly thresholds?: { readonly steps: readonly { readonly value: number | null }[] };
    };
    readonly overrides: readonly {
      readonly matcher: { readonly id: string; readonly options: string };
      readonly properties: readonly { readonly id: string; readonly value: unknown }[];
    }[];
  };
  readonly collapsed?: boolean;
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly refresh?: number;
  readonly query?: unknown;
}

export interface Dashboard {
  readonly uid: string;
  readonly id: null;
  readonly title: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly schemaVersion: number;
  readonly editable: boolean;
  readonly refresh: string;
  readonly panels: readonly Panel[];
  readonly links: readonly { readonly type: string; readonly tags: readonly string[] }[];
  readonly annotations: { readonly list: readonly { readonly name: string; readonly expr: string }[] };
  readonly templating: { readonly list: readonly Variable[] };
}

const folder = join(import.meta.dirname, 'generated');

/** The dashboards as they are committed, by the name of their file. */
export function generatedDashboards(): ReadonlyMap<string, Dashboard> {
  return new Map(
    readdirSync(folder).map((name) => [
      name,
      JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard,
    ]),
  );
}

/** The panels that show something: all but the headings. */
export const shown = ({ panels }: Dashboard): readonly Panel[] => panels.filter(({ type }) => type !== 'row');

/** What Grafana would ask, with its variables filled in. */
export const filledIn = (expr: string): string =>
  expr
    .replaceAll('$__rate_interval', '5m')
    .replaceAll('$__range', '6h')
    .replaceAll('$org', '.*')
    .replaceAll('$display', 'd1');
