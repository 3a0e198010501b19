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
  /** The key that chooses it, shown beside it. Ours, not GOV.UK's. */
  key?: string;
  /** Not shown now, and still there. Ours, not GOV.UK's. */
  hidden?: boolean;
}

/** Items that stand under one heading, each with its place in the whole list. */
export interface ItemGroup {
  title: string | null;
  hidden: boolean;
  items: Array<{ item: Item | Divider; index: number }>;
}

/** Items in a row with the same heading, together. What is not there is left out and keeps its place. */
export function groupsOf(items: Array<Item | Divider | null | undefined | false>): ItemGroup[] {
  const groups: ItemGroup[] = [];
  for (const [index, item] of items.entries()) {
    if (!item) continue;
    const title = (isDivider(item) ? null : item.group) ?? null;
    const hidden = !isDivider(item) && item.hidden === true;
    const last = groups.at(-1);
    if (last && last.title === title) {
      last.items.push({ item, index });
      last.hidden &&= hidden;
    } else groups.push({ title, hidden, items: [{ item, index }] });
  }
  return groups;
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
