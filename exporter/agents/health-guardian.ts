import { defineAgent } from '../agent.ts';
import { judgeDependencies } from './judge-dependencies.ts';
import { judgeEdges } from './judge-edges.ts';
import { judgeProcesses } from './judge-processes.ts';
import { judgeServices } from './judge-services.ts';

/** Finds services that do not answer or are stuck, what they stand on, and processes that PM2 does not keep well. */
export const healthGuardian = defineAgent({
  name: 'health-guardian',
  needs: ['services', 'processes', 'dependencies', 'edges', 'remediator'],
  raises: [
    'service_down',
    'service_stuck',
    'dependency_down',
    'process_errored',
    'process_stopped',
    'process_missing',
    'process_memory_high',
    'restart_storm',
    'edge_unreachable',
  ],
  *inspect(snapshot, moment) {
    yield* judgeServices(snapshot.services, moment);
    yield* judgeDependencies(snapshot.dependencies, moment);
    yield* judgeEdges(snapshot, moment);
    yield* judgeProcesses(snapshot, moment);
  },
});
