/** Bytes of texts in lists that readers accept (libs, scap_limits.h): the peers refuse a file with longer ones. */
export const readerLimits = { path: 1023, list: 4095, credential: 255, hostname: 127 } as const;
