/** A variable of Grafana, as it stands in a link or in the place of a data source. */
export const variable = (name: string): string => `\${${name}}`;
