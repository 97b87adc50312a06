import type { Durations } from './durations.ts';
import type { MonitoringPlaces } from './places.ts';
import { platformJob } from './platform-jobs.ts';

/** Belt and braces: the exporter caps its own series well below these. */
const LIMITS = { sample_limit: 20_000, body_size_limit: '20MB' };
const LABEL_LIMITS = { label_limit: 20, label_value_length_limit: 200 };

/** The jobs, and the file below `targets/` in which each finds its targets. */
export const JOBS = [
  'vizora_exporter',
  'vizora_remediator',
  'vizora_middleware',
  'vizora_realtime',
  'prometheus',
  'alertmanager',
] as const;
export type Job = (typeof JOBS)[number];

/** What becomes `prometheus.yml`; only settings that Prometheus 2.42 and the newest both accept. */
export function prometheusConfig(durations: Durations, places: MonitoringPlaces): object {
  return {
    global: {
      scrape_interval: durations.evaluation_interval,
      evaluation_interval: durations.evaluation_interval,
    },
    rule_files: ['rules/*.rules.yml'],
    alerting: { alertmanagers: [{ file_sd_configs: [targetsOf('alertmanager')] }] },
    scrape_configs: JOBS.map((job) => ({
      job_name: job,
      ...settingsOf(job, durations, places),
      file_sd_configs: [targetsOf(job)],
    })),
  };
}

function settingsOf(job: Job, durations: Durations, places: MonitoringPlaces): object {
  switch (job) {
    case 'vizora_exporter':
    case 'vizora_remediator':
      return {
        scrape_interval: durations.scrape_interval,
        scrape_timeout: durations.scrape_timeout,
        ...LABEL_LIMITS,
        ...LIMITS,
      };
    case 'vizora_middleware':
    case 'vizora_realtime':
      return platformJob(job, durations, places);
    default:
      return LIMITS;
  }
}

const targetsOf = (job: Job) => ({ files: [`targets/${job}.yml`] });
