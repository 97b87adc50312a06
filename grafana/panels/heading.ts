import { RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** What the panels below it are about. */
export const heading = (title: string): RowBuilder => new RowBuilder(title);
