import { MiB } from '#core/limits.ts';

/** Limits on rule files, which may come from anybody. Passing one is an error of the file, never a crash. */
export const ruleLimits = {
  /** Characters of one rule file; the largest that upstream ships has 95 thousand. */
  fileCharacters: 8 * MiB,
  /**
   * Characters of a rule file that needs a whole YAML reader (anchors, tags, flow mappings, tabs, errors …), which takes microseconds for
   * each.
   */
  wholeYamlCharacters: 1 * MiB,
  /** Collections inside each other in YAML. */
  yamlDepth: 64,
  /** Values of one file; what aliases name counts again wherever they stand. */
  values: 1_000_000,
  /** Lists, macros and rules of all files. */
  items: 50_000,
  /** Characters of one condition after exceptions and lists were put in, and of any other text that files add to. */
  conditionCharacters: 1 * MiB,
  /** Characters of all conditions together after lists were put in. */
  totalConditionCharacters: 8 * MiB,
  /** Characters of all lists together, with lists that they name put in. */
  listCharacters: 16 * MiB,
  /** Macros inside of macros inside of … */
  macroDepth: 500,
  /** `and`, `or`, `not` inside each other in one condition after macros were put in. */
  expandedDepth: 2_000,
  /** Comparisons and boolean operators of one condition after macros were put in. */
  expandedNodes: 100_000,
  /** The same of all rules together. */
  totalNodes: 1_000_000,
  /** Errors and warnings that are kept of one load; the rest are counted. */
  faults: 1_000,
} as const;
