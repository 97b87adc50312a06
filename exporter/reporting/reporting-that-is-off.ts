import type { LoadedConfig } from '../../core/config/load.ts';

/** What nobody will be told because it is not configured, each in one sentence for the log. */
export function reportingThatIsOff(config: LoadedConfig): string[] {
  const { vizora, remediator, notifications, organisations, exporter } = config;
  if (!exporter.agents['ops-reporter'].enabled) return [];
  const lines: string[] = [];
  if (organisations.length === 0) lines.push('no organisation is configured: no status document is posted');
  else if (vizora.redis_url === undefined) {
    lines.push('vizora.redis_url is not set: whether the status document arrives is asked of the API');
  }
  if (remediator.alertmanager_urls.length === 0) {
    lines.push(
      'remediator.alertmanager_urls is not set: the system status is unknown, and silence is not noticed',
    );
  }
  if (notifications.email === undefined) lines.push('notifications.email is not set: no digest is sent');
  if (notifications.email === undefined && notifications.slack_webhook_url === undefined) {
    lines.push('neither Slack nor email is configured: nobody is told when Alertmanager is silent');
  }
  return lines;
}
