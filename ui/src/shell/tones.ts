// How a tone looks as a GOV.UK tag. The text of a tag says the same as its colour.

import type { Tone } from '../ipc/types';

const COLOUR: Record<Tone, string> = {
  alert: 'govuk-tag--red',
  soon: 'govuk-tag--yellow',
  calm: 'govuk-tag--blue',
  done: 'govuk-tag--green',
  quiet: 'govuk-tag--grey',
};

export function tagClass(tone: Tone): string {
  return COLOUR[tone];
}
