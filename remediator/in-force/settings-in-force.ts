import type { LoadedConfig } from '../../core/config/load.ts';

type Settings = LoadedConfig['remediator'];

/** The actions that want a database account of their own. */
export const NEED_DATABASE = ['vacuum_tables', 'maintain_tables'] as const;

/** What is not configured is off: an action without its means is switched off, whatever its policy says. */
export function settingsInForce(settings: Settings): Settings {
  if (settings.database_url !== undefined) return settings;
  const { vacuum_tables, maintain_tables, ...others } = settings.actions;
  return {
    ...settings,
    actions: {
      ...others,
      vacuum_tables: { ...vacuum_tables, mode: 'off' },
      maintain_tables: { ...maintain_tables, mode: 'off' },
    },
  };
}
