// Lines of the program as rows of a summary list.

import type { Line } from '../ipc/types';

interface Row {
  key: { text: string };
  value: { text: string; classes?: string; attributes: { dir: 'auto' } };
}

/** What a person wrote stands in its own direction; what is not recorded is muted. */
export function summaryRows(lines: Line[]): Row[] {
  return lines.map(({ label, value, muted }) => ({
    key: { text: label },
    value: { text: value, classes: muted ? 'hw-kept-lines hw-muted' : 'hw-kept-lines', attributes: { dir: 'auto' } },
  }));
}
