import type { Silence } from '../../core/alertmanager/schema.ts';
import { oneLine } from '../../core/notify/notice.ts';

const LONGEST = 300;
const LONGEST_NAME = 60;

/** By whom a silence was made, until when and why, on one line of bounded length, since anybody may have written it. */
export const describeSilence = ({ id, createdBy, endsAt, comment }: Silence): string =>
  oneLine(
    `silence ${id} by ${oneLine(createdBy, LONGEST_NAME) || 'nobody named'} until ${endsAt}: ${comment}`,
    LONGEST,
  );
