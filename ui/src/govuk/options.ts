// The options that the components share. They have the names of GOV.UK Frontend's own options,
// so that its documentation and its fixtures apply. Text only: nothing here takes HTML.

/** Attributes and event handlers that go onto the component's main element as they are. */
export type Attributes = Record<string, unknown>;

export interface LabelOptions {
  text: string;
  classes?: string;
  isPageHeading?: boolean;
  attributes?: Attributes;
}

export interface HintOptions {
  text: string;
  classes?: string;
  attributes?: Attributes;
}

export interface ErrorOptions {
  text: string;
  classes?: string;
  attributes?: Attributes;
  visuallyHiddenText?: string | false;
}

export interface FormGroupOptions {
  classes?: string;
  attributes?: Attributes;
}

export interface LegendOptions {
  text: string;
  classes?: string;
  isPageHeading?: boolean;
}

export interface FieldsetOptions {
  legend?: LegendOptions;
  classes?: string;
  describedBy?: string;
  attributes?: Attributes;
}

/** One radio or checkbox. */
export interface Item {
  value: string;
  text: string;
  id?: string;
  name?: string;
  hint?: HintOptions;
  label?: { classes?: string; attributes?: Attributes };
  checked?: boolean;
  disabled?: boolean;
  behaviour?: string;
  attributes?: Attributes;
  /** Heading under which it stands in a long list. Ours, not GOV.UK's. */
  group?: string | null;
}

/** A line of text between items, such as "or". */
export interface Divider {
  divider: string;
}

export function isDivider(item: Item | Divider): item is Divider {
  return 'divider' in item && Boolean(item.divider);
}

/** A cell of a table. */
export interface Cell {
  text?: string;
  format?: string;
  classes?: string;
  colspan?: number;
  rowspan?: number;
  attributes?: Attributes;
}

/** Joins class names or ids, leaving out what is not there. */
export function joined(...parts: Array<string | false | null | undefined>): string | undefined {
  return parts.filter(Boolean).join(' ') || undefined;
}
