/** Codes of the ecosystem for what is wrong with rule files, and what each means here. */
export const errorCodes = {
  LOAD_ERR_FILE_READ: 'the file could not be read',
  LOAD_ERR_YAML_PARSE: 'not YAML',
  LOAD_ERR_YAML_VALIDATE: 'YAML, but not the shape of a rule file',
  LOAD_ERR_COMPILE_CONDITION: 'a condition that is none',
  LOAD_ERR_COMPILE_OUTPUT: 'an output that is none',
  LOAD_ERR_VALIDATE: 'a list, macro, rule or exception that cannot be',
  LOAD_ERR_EXTENSION: 'the part of a rule that only Holdfast knows is wrong',
} as const;

export const warningCodes = {
  LOAD_UNKNOWN_SOURCE: 'rules for events of another kind are left out',
  LOAD_UNSAFE_NA_CHECK: 'compares with <NA>',
  LOAD_NO_EVTTYPE: 'runs on too many types of events',
  LOAD_UNKNOWN_FILTER: 'left out, because it names what is not known here',
  LOAD_UNUSED_MACRO: 'a macro that nothing uses',
  LOAD_UNUSED_LIST: 'a list that nothing uses',
  LOAD_UNKNOWN_ITEM: 'neither list, macro nor rule',
  LOAD_DEPRECATED_ITEM: 'an old way of writing',
  LOAD_WARNING_EXTENSION: 'the part of a rule that only Holdfast knows is odd',
  LOAD_APPEND_NO_VALUES: 'appends no values to an exception',
  LOAD_EXCEPTION_NAME_NOT_UNIQUE: 'two exceptions of one name',
  LOAD_INVALID_MACRO_NAME: 'a name that conditions cannot use',
  LOAD_INVALID_LIST_NAME: 'a name that conditions cannot use',
  LOAD_COMPILE_CONDITION: 'a condition that may not mean what it says',
  LOAD_UNKNOWN_KEY: 'a key that means nothing there',
} as const;

export type LoadErrorCode = keyof typeof errorCodes;
export type LoadWarningCode = keyof typeof warningCodes;
