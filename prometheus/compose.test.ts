import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { packageVersion } from '../core/package.ts';
import { shipped } from './durations.ts';
import { ALERTMANAGER_FLAGS, prometheusFlags } from './flags.ts';
import { loopback } from './places.ts';
import { renderMonitoring } from './render.ts';

type Mount = string | { readonly source: string; readonly target: string; readonly read_only: boolean };
interface Service {
  readonly image: string;
  readonly user: string;
  readonly network_mode: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly mem_limit: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes: readonly Mount[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
}

const root = join(import.meta.dirname, '..');
/** As Docker reads it where the environment says nothing. */
const written = readFileSync(join(root, 'docker-compose.yml'), 'utf8').replaceAll(
  /\$\{[A-Z_]+:-([^}]*)\}/g,
  '$1',
);
const compose = parse(written, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

/** No Docker is asked here: this only holds the file to what can be read from it. */
describe('docker-compose.yml', () => {
  it('runs Prometheus, Alertmanager, Grafana, exporter and remediator, each in a pinned version', () => {
    assert.deepEqual(
      services.map(([name]) => name),
      ['prometheus', 'alertmanager', 'grafana', 'exporter', 'remediator'],
    );
    for (const [name, { image }] of services) assert.match(image, /:v?\d+\.\d+\.\d+$/, name);
    assert.equal(compose.services['exporter']?.image, `vizora-ops:${packageVersion()}`);
  });

  it('gives no container root, capabilities, a writable system or unlimited memory', () => {
    for (const [name, service] of services) {
      assert.doesNotMatch(service.user, /^(0|root)\b/, name);
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      assert.ok(service.healthcheck.test.length > 1, name);
    }
    const total = services.reduce((sum, [, { mem_limit }]) => sum + Number.parseInt(mem_limit, 10), 0);
    assert.equal(total, 1664);
  });

  it('listens on loopback only', () => {
    for (const [name, { network_mode, ports }] of services) {
      assert.equal(network_mode, 'host', name);
      assert.equal(ports, undefined, name);
    }
    const { prometheus, alertmanager, grafana } = compose.services;
    assert.ok(prometheus?.command?.includes(`--web.listen-address=${loopback.prometheus}`));
    assert.ok(alertmanager?.command?.includes(`--web.listen-address=${loopback.alertmanager}`));
    const { GF_SERVER_HTTP_ADDR: host, GF_SERVER_HTTP_PORT: port } = grafana?.environment ?? {};
    assert.equal(`http://${host}:${port}`, loopback.dashboard_base_url);
  });

  it('starts Prometheus and Alertmanager with the flags that are part of the policy', () => {
    for (const flag of prometheusFlags(shipped)) {
      assert.ok(compose.services['prometheus']?.command?.includes(flag), flag);
    }
    for (const flag of ALERTMANAGER_FLAGS) {
      assert.ok(compose.services['alertmanager']?.command?.includes(flag), flag);
    }
  });

  it('mounts the very files that the checks know, all of them read-only', () => {
    for (const [name, { volumes }] of services) {
      for (const mount of volumes) {
        const [source, readOnly] =
          typeof mount === 'string'
            ? [mount.split(':')[0] ?? '', mount.endsWith(':ro')]
            : [mount.source, mount.read_only];
        if (!source.startsWith('./')) {
          assert.ok(Object.hasOwn(compose.volumes, source), source);
          continue;
        }
        assert.ok(readOnly, `${name}: ${source}`);
        const givenByOperator = source.startsWith('./secrets/') || source === './vizora-ops.yaml';
        if (!givenByOperator) assert.ok(existsSync(join(root, source)), source);
      }
    }
  });

  it('lets one variable exchange all of the monitoring for one that was rendered', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    const rendered = new Set(
      [...renderMonitoring(loopback, shipped).keys()].map((path) => path.split('/').slice(0, 2).join('/')),
    );
    const exchanged = [...text.matchAll(/^ +- \$\{VIZORA_OPS_MONITORING:-\.\}\/([^:]+):/gm)].map(
      ([, it]) => it,
    );
    assert.deepEqual(new Set(exchanged), new Set([...rendered, 'grafana/generated']));
    assert.doesNotMatch(text, /- \.\/(prometheus|alertmanager)\//);
  });

  it('tells Alertmanager where people reach it, since messages link there', () => {
    assert.ok(
      compose.services['alertmanager']?.command?.includes(
        `--web.external-url=http://${loopback.alertmanager}`,
      ),
    );
  });

  it('scrapes targets that are known, over loopback, where the platform asks for no token', () => {
    const { scrape_configs: jobs } = parse(
      readFileSync(join(root, 'prometheus', 'prometheus.yml'), 'utf8'),
    ) as {
      scrape_configs: { job_name: string; authorization?: object; file_sd_configs: { files: string[] }[] }[];
    };
    for (const { job_name: name, authorization, file_sd_configs: discovery } of jobs) {
      assert.equal(authorization, undefined, name);
      for (const file of discovery.flatMap(({ files }) => files)) {
        const [group] = parse(readFileSync(join(root, 'prometheus', file), 'utf8')) as {
          targets: string[];
        }[];
        assert.match(group?.targets.join() ?? '', /^127\.0\.0\.1:\d+$/, name);
      }
    }
  });

  it('never gives a container the sockets of PM2 or Docker', () => {
    assert.doesNotMatch(JSON.stringify(services), /\.pm2|pm2_home|docker\.sock/i);
  });
});

describe('the Dockerfile', () => {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');

  it('ends as another user than root, without development dependencies and without install scripts', () => {
    const last = text.slice(text.lastIndexOf('\nFROM '));
    assert.match(last, /^USER node$/m);
    assert.match(last, /COPY --from=packages \/app\/node_modules /);
    for (const install of text.match(/npm ci.*/g) ?? []) assert.match(install, /--ignore-scripts/);
    assert.match(text, /AS packages[\s\S]*npm ci .*--omit=dev/);
  });

  it('copies only what the context holds', () => {
    const allowed =
      readFileSync(join(root, '.dockerignore'), 'utf8')
        .match(/^!.+$/gm)
        ?.map((it) => it.slice(1)) ?? [];
    for (const [, names = ''] of text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
      for (const name of names.split(' ')) {
        assert.ok(existsSync(join(root, name)), name);
        assert.ok(
          allowed.some((it) => name === it || name.startsWith(`${it}/`)),
          name,
        );
      }
    }
  });
});
