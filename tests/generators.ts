/** Every program that writes committed files; each knows `--check`, which writes nothing and fails when they differ. */
export const generators: readonly string[] = ['prometheus/generate.ts', 'grafana/generate.ts'];
