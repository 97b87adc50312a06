import type { NewSilence } from './schema.ts';

/** The alerts that people are told of in one message. */
export interface AlertGroup {
  readonly alertname: string;
  /** Empty for alerts that name no organisation. */
  readonly org: string;
}

/** What a silence of exactly this group is about: the same as the silence link of its messages. */
export const matchersOfGroup = ({ alertname, org }: AlertGroup): NewSilence['matchers'] => [
  exactly('alertname', alertname),
  exactly('org', org),
];

/** A matcher for one value, whatever that holds; an empty one also for a label that is not there. */
export const exactly = (name: string, value: string): NewSilence['matchers'][number] => ({
  name,
  value,
  isRegex: false,
  isEqual: true,
});
