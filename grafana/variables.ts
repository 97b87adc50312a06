import {
  ConstantVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  type VariableModel,
  VariableRefresh,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { loopback } from '../prometheus/places.ts';
import { PROMETHEUS } from './panels/source.ts';

interface Variable {
  build(): VariableModel;
}

/** One organisation, several or all of them. */
export const organisations = (): Variable =>
  new QueryVariableBuilder('org')
    .label('Organisation')
    .datasource(PROMETHEUS)
    .query('label_values(vizora_agent_scan_complete, org)')
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .multi(true)
    .includeAll(true)
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .allValue('.*');

/** The id of one display; links fill it in. */
export const oneDisplay = (): Variable => new TextBoxVariableBuilder('display').label('Display (id)');

/** Where links lead, each to be changed in one place. */
export const places = (): Variable[] => [
  hidden('runbooks', loopback.runbook_base_url),
  hidden('alertmanager', `http://${loopback.alertmanager}`),
];

function hidden(name: string, value: string): Variable {
  return {
    build: () => ({
      ...new ConstantVariableBuilder(name).value(value).build(),
      hide: VariableHide.HideVariable,
    }),
  };
}
