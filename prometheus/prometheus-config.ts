import type { Durations } from './durations.ts';

/** Belt and braces: the exporter caps its own series well below these. */
const LIMITS = { sample_limit: 20_000, body_size_limit: '20MB' };
const LABEL_LIMITS = { label_limit: 20, label_value_length_limit: 200 };

/** The jobs, and the file below `targets/` in which each finds its targets. */
export const JOBS = ['vizora_exporter', 'vizora_remediator', 'prometheus', 'alertmanager'] as const;
export type Job = (typeof JOBS)[number];

/** What becomes `prometheus.yml`; only settings that Prometheus 2.42 and the newest both accept. */
export function prometheusConfig(durations: Durations): object {
  return {
    global: {
      scrape_interval: durations.evaluation_interval,
      evaluation_interval: durations.evaluation_interval,
    },
    rule_files: ['rules/*.rules.yml'],
    alerting: { alertmanagers: [{ file_sd_configs: [targetsOf('alertmanager')] }] },
    scrape_configs: JOBS.map((job) => ({
      job_name: job,
      ...(job.startsWith('vizora_')
        ? {
            scrape_interval: durations.scrape_interval,
            scrape_timeout: durations.scrape_timeout,
            ...LABEL_LIMITS,
          }
        : {}),
      ...LIMITS,
      file_sd_configs: [targetsOf(job)],
    })),
  };
}

const targetsOf = (job: Job) => ({ files: [`targets/${job}.yml`] });
