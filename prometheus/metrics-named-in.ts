import { parser } from '@prometheus-io/lezer-promql';

/**
 * The metrics that a PromQL expression reads.
 *
 * @throws Error when the expression cannot be parsed
 */
export function metricsNamedIn(expression: string): Set<string> {
  const names = new Set<string>();
  parser.parse(expression).iterate({
    enter(node) {
      const text = expression.slice(node.from, node.to);
      if (node.type.isError) throw new Error(`not PromQL near "${text}": ${expression}`);
      if (node.name === 'Identifier' && node.node.parent?.name === 'VectorSelector') names.add(text);
    },
  });
  return names;
}
