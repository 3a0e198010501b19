// The parts of accessible-autocomplete 3.0.1 that are used here. The package has no types of its own.

declare module 'accessible-autocomplete' {
  /** What the widget holds. */
  export interface AutocompleteState<Option> {
    query: string;
    menuOpen: boolean;
    options: Option[];
    selected: number | null;
    validChoiceMade: boolean;
  }

  /** The component itself, as Preact hands it to `ref`. */
  export interface AutocompleteInstance<Option> {
    state: AutocompleteState<Option>;
    setState(state: Partial<AutocompleteState<Option>>): void;
    /** Stops its timer. */
    componentWillUnmount(): void;
  }

  export interface AutocompleteOptions<Option> {
    element: HTMLElement;
    id: string;
    name?: string;
    source: (query: string, take: (options: Option[]) => void) => void;
    ref?: (instance: AutocompleteInstance<Option> | null) => void;
    autoselect?: boolean;
    confirmOnBlur?: boolean;
    showAllValues?: boolean;
    showNoOptionsFound?: boolean;
    displayMenu?: 'inline' | 'overlay';
    menuAttributes?: Record<string, string>;
    onConfirm?: (option: Option | undefined) => void;
    templates?: {
      inputValue: (option: Option | undefined) => string;
      /** Markup: whoever writes it escapes the text in it. */
      suggestion: (option: Option | undefined) => string;
    };
    tNoResults?: () => string;
    tAssistiveHint?: () => string;
    tStatusNoResults?: () => string;
    tStatusSelectedOption?: (selected: string, length: number, index: number) => string;
    tStatusResults?: (length: number, selected: string) => string;
  }

  export default function accessibleAutocomplete<Option>(options: AutocompleteOptions<Option>): void;
}
